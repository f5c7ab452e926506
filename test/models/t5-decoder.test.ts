import { expect } from "chai";
import { createT5, createT5Decoder, t5Logits } from "../../lib/models/index.ts";
import { parametersOf } from "../../lib/nn/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { startBackend, tensorCount, tf } from "../../lib/tensor/index.ts";
import { take, worstDifference } from "../support/tensors.ts";

const create = () => createT5({ vocabularySize: 13, width: 8, heads: 2, layers: 2 }, { random: createRandom(1) });

/** What `t5Logits` gives after the last of the tokens written. */
function logitsAfter(t5: ReturnType<typeof create>, text: number[], written: number[]): number[] {
  return tf.tidy(() => {
    const row = (ids: number[]) => tf.tensor2d([ids], [1, ids.length], "int32");
    const logits = t5Logits(t5, row(text), row(written));
    return Array.from(tf.slice(logits, [0, written.length - 1, 0], [1, 1, 13]).dataSync());
  });
}

// The same float32 products of numbers around 1, in another order.
const tolerance = 1e-5;

describe("a T5's decoder", () => {
  before(() => startBackend());

  for (const mode of ["graph", "xla"] as const) {
    it(`gives the logits that the whole text gives, for one text after another, compiled by ${mode}`, function () {
      this.timeout(120_000);
      const t5 = create();
      const decoder = createT5Decoder(t5, { readLength: 6, length: 10, mode });
      for (const text of [
        [1, 2, 3],
        [5, 4, 3, 2, 1],
      ]) {
        decoder.begin([text]);
        const written = [0, 7, 3, 11];
        for (let count = 1; count <= 4; count++) {
          const logits = take(decoder.next(written[count - 1] ?? 0));
          expect(worstDifference(logits, logitsAfter(t5, text, written.slice(0, count)))).to.be.below(tolerance);
        }
        const more = take(decoder.read([2, 9]));
        expect(worstDifference(more, logitsAfter(t5, text, [...written, 2, 9]))).to.be.below(tolerance);
      }
      decoder.dispose();
      tf.dispose(parametersOf(t5));
    });
  }

  it("writes about several texts side by side, and goes on with those chosen", () => {
    const t5 = create();
    const [short, long] = [
      [1, 2],
      [5, 4, 3, 2],
    ];
    const decoder = createT5Decoder(t5, { readLength: 4, length: 10, sequences: 2, mode: "graph" });
    decoder.begin([short, long]);
    const both = take(decoder.next([0, 0]));
    expect(worstDifference(both.slice(0, 13), logitsAfter(t5, short, [0]))).to.be.below(tolerance);
    expect(worstDifference(both.slice(13), logitsAfter(t5, long, [0]))).to.be.below(tolerance);
    decoder.select([1, 1]);
    const chosen = take(decoder.next([6, 8]));
    expect(worstDifference(chosen.slice(0, 13), logitsAfter(t5, long, [0, 6]))).to.be.below(tolerance);
    expect(worstDifference(chosen.slice(13), logitsAfter(t5, long, [0, 8]))).to.be.below(tolerance);
    decoder.dispose();
    tf.dispose(parametersOf(t5));
  });

  it("leaves nothing behind but its result, and nothing at all when it is disposed of", () => {
    const t5 = create();
    const before = tensorCount();
    const decoder = createT5Decoder(t5, { readLength: 4, length: 20, mode: "graph" });
    const write = () => {
      decoder.begin([[1, 2]]);
      take(decoder.next(0));
      decoder.select([0]);
    };
    write();
    const running = tensorCount();
    write();
    expect(tensorCount(), "after another text").to.equal(running);
    decoder.dispose();
    expect(tensorCount(), "after dispose").to.equal(before);
    tf.dispose(parametersOf(t5));
  });

  it("refuses what does not fit, by name", () => {
    const t5 = create();
    const decoder = createT5Decoder(t5, { readLength: 3, length: 4 });
    expect(() => decoder.next(0)).to.throw("call begin first");
    expect(() => decoder.begin([[1, 2, 3, 4]])).to.throw(RangeError, "Cannot read a text of 4 tokens");
    expect(() => decoder.begin([[]])).to.throw(RangeError, "Cannot read a text of 0 tokens");
    expect(() => decoder.begin([[1], [2]])).to.throw("Cannot begin with 2 texts");
    expect(() => decoder.begin([[13]])).to.throw(RangeError, "Cannot embed the id 13");
    decoder.begin([[1, 2]]);
    expect(() => decoder.read([0, 1, 2, 3, 4])).to.throw(RangeError, "Cannot read 5 more tokens after 0");
    expect(() => createT5Decoder(t5, { readLength: 0, length: 4 })).to.throw(RangeError, "with 0 positions to read");
    decoder.dispose();
    tf.dispose(parametersOf(t5));
  });
});
