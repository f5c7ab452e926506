import { expect } from "chai";
import { createGpt, createGptDecoder, type GptConfig, gptLogits, modernGpt } from "../../lib/models/index.ts";
import { parametersOf } from "../../lib/nn/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { type CompileMode, startBackend, tensorCount, tf } from "../../lib/tensor/index.ts";
import { take, worstDifference } from "../support/tensors.ts";

const sizes = { vocabularySize: 13, contextLength: 80, width: 8, heads: 4, layers: 2 };
const create = (config: GptConfig = sizes) => createGpt(config, { random: createRandom(1) });

/** Tokens that do not repeat soon. */
const text = (length: number, offset = 0) => Array.from({ length }, (_, at) => (at * 5 + offset) % 13);

/** What `gptLogits` gives after the last of the tokens. */
function logitsAfter(gpt: ReturnType<typeof create>, ids: number[]): number[] {
  return tf.tidy(() => {
    const logits = gptLogits(gpt, tf.tensor2d([ids], [1, ids.length], "int32"));
    return Array.from(tf.slice(logits, [0, ids.length - 1, 0], [1, 1, 13]).dataSync());
  });
}

// The same float32 products of numbers below 1, in another order.
const tolerance = 1e-5;

describe("a GPT's decoder", () => {
  before(() => startBackend());

  // XLA takes seconds to compile a step: two kinds do with a graph.
  const kinds: [string, GptConfig, CompileMode][] = [
    ["learned positions", sizes, "graph"],
    ["sinusoidal positions", { ...sizes, positions: "sinusoidal" }, "graph"],
    ["rotary positions and grouped queries", { ...sizes, ...modernGpt, keyValueHeads: 2 }, "xla"],
  ];
  for (const [name, config, mode] of kinds) {
    it(`gives the logits that the whole text gives, also where its caches grow: ${name}`, function () {
      this.timeout(120_000);
      const gpt = create(config);
      const ids = text(70);
      const decoder = createGptDecoder(gpt, { mode });
      expect(worstDifference(take(decoder.read(ids.slice(0, 60))), logitsAfter(gpt, ids.slice(0, 60)))).to.be.below(
        tolerance,
      );
      for (let count = 61; count <= 70; count++) {
        const logits = take(decoder.next(ids[count - 1] ?? 0));
        expect(worstDifference(logits, logitsAfter(gpt, ids.slice(0, count))), `after ${count}`).to.be.below(tolerance);
      }
      expect(decoder.position).to.equal(70);
      tf.dispose(parametersOf(gpt));
      decoder.dispose();
    });
  }

  it("reads a text in any pieces, and forgets it when it is told to", () => {
    const gpt = create();
    const decoder = createGptDecoder(gpt, { mode: "graph" });
    const expected = logitsAfter(gpt, text(9));
    const pieces = () => {
      take(decoder.read(text(4)));
      take(decoder.next(text(5)[4] ?? 0));
      return take(decoder.read(text(9).slice(5)));
    };
    expect(worstDifference(pieces(), expected)).to.be.below(tolerance);
    decoder.reset();
    expect(decoder.position).to.equal(0);
    expect(worstDifference(pieces(), expected)).to.be.below(tolerance);
    tf.dispose(parametersOf(gpt));
    decoder.dispose();
  });

  it("reads several sequences side by side, each by itself, and goes on with those chosen", () => {
    const gpt = create();
    const decoder = createGptDecoder(gpt, { sequences: 3, mode: "graph" });
    take(decoder.read([text(4), text(4, 1), text(4, 2)]));
    const [first, second] = [take(decoder.next([1, 2, 3])), logitsAfter(gpt, [...text(4, 1), 2])];
    expect(worstDifference(first.slice(13, 26), second)).to.be.below(tolerance);
    decoder.select([1, 1, 0]);
    const chosen = take(decoder.next([4, 5, 6]));
    expect(worstDifference(chosen.slice(0, 13), logitsAfter(gpt, [...text(4, 1), 2, 4]))).to.be.below(tolerance);
    expect(worstDifference(chosen.slice(13, 26), logitsAfter(gpt, [...text(4, 1), 2, 5]))).to.be.below(tolerance);
    expect(worstDifference(chosen.slice(26), logitsAfter(gpt, [...text(4), 1, 6]))).to.be.below(tolerance);
    tf.dispose(parametersOf(gpt));
    decoder.dispose();
  });

  it("sees a parameter that changed", () => {
    const gpt = create();
    const decoder = createGptDecoder(gpt, { mode: "graph" });
    const before = take(decoder.next(3));
    decoder.reset();
    tf.tidy(() => gpt.norm.scale.assign(tf.mul(gpt.norm.scale, 2)));
    const after = take(decoder.next(3));
    expect(
      worstDifference(
        after,
        before.map((logit) => 2 * logit),
      ),
    ).to.be.below(tolerance);
    tf.dispose(parametersOf(gpt));
    decoder.dispose();
  });

  it("is not spoilt by NaN that it has read before it was reset", () => {
    const gpt = create();
    const decoder = createGptDecoder(gpt, { mode: "graph" });
    const before = take(decoder.next(3));
    const { weight } = gpt.tokens;
    tf.tidy(() => {
      const kept = tf.clone(weight);
      weight.assign(tf.fill([13, 8], Number.NaN));
      take(decoder.next(3));
      weight.assign(kept);
    });
    decoder.reset();
    expect(take(decoder.next(3))).to.deep.equal(before);
    tf.dispose(parametersOf(gpt));
    decoder.dispose();
  });

  it("leaves nothing behind but its result, and nothing at all when it is disposed of", () => {
    const gpt = create();
    const before = tensorCount();
    const decoder = createGptDecoder(gpt, { mode: "graph" });
    take(decoder.read(text(3)));
    take(decoder.next(1));
    const running = tensorCount();
    for (let at = 0; at < 20; at++) {
      take(decoder.next(at % 13));
    }
    take(decoder.read(text(5)));
    expect(tensorCount(), "after more tokens").to.equal(running);
    decoder.dispose();
    expect(tensorCount(), "after dispose").to.equal(before);
    tf.dispose(parametersOf(gpt));
  });

  it("refuses what does not fit, by name", () => {
    const gpt = create();
    const decoder = createGptDecoder(gpt, { length: 4 });
    expect(() => decoder.next(13)).to.throw(RangeError, "Cannot read the token 13: ids run from 0 to 12");
    expect(() => decoder.read([1, -1])).to.throw(RangeError, "Cannot read the token -1");
    expect(() => decoder.next([1, 2])).to.throw("Cannot read 2 rows of 1, 1 tokens");
    expect(() => decoder.read([])).to.throw("Cannot read 1 rows of 0 tokens");
    expect(() => decoder.read(text(5))).to.throw(RangeError, "Cannot read 5 more tokens after 0");
    expect(() => decoder.select([1])).to.throw(RangeError, "Cannot go on with the sequences 1");
    expect(() => createGptDecoder(gpt, { length: 81 })).to.throw(RangeError, "the context length of this GPT is 80");
    expect(() => createGptDecoder(gpt, { sequences: 0 })).to.throw(RangeError, "with 0 sequences");
    decoder.dispose();
    expect(() => decoder.next(1)).to.throw("disposed of");
    tf.dispose(parametersOf(gpt));
  });
});
