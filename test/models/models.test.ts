import { expect } from "chai";
import type { Bert, Gpt, T5 } from "../../lib/models/index.ts";
import {
  bertHidden,
  bertLogits,
  bertLoss,
  bertPooled,
  createBert,
  createGpt,
  createT5,
  gptLogits,
  gptLoss,
  modernGpt,
  t5Encode,
  t5Logits,
  t5Loss,
} from "../../lib/models/index.ts";
import { countParameters, namedParameters, parametersOf } from "../../lib/nn/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { type CompileMode, compile, createTensorRandom, startBackend, tf } from "../../lib/tensor/index.ts";
import { expectNewTensors, worstDifference } from "../support/tensors.ts";

const random = () => createRandom(1);
const ids = (rows: number[][]): tf.Tensor2D => tf.tensor2d(rows, [rows.length, rows[0]?.length ?? 0], "int32");
const seed = () => tf.tensor1d([1, 2], "int32");

const gptSizes = { vocabularySize: 13, contextLength: 8, width: 8, heads: 2, layers: 2 };
const bertSizes = { ...gptSizes };
const t5Sizes = { vocabularySize: 13, width: 8, heads: 2, layers: 2 };

/** Checks that logits at the first positions do not change when a later token does, or that they do. */
function expectFutureHidden(hidden: boolean, logits: (rows: number[][]) => tf.Tensor3D): void {
  const first = (rows: number[][]) => tf.slice(logits(rows), [0, 0, 0], [1, 3, 13]).arraySync();
  const [before, after] = [first([[1, 5, 3, 7]]), first([[1, 5, 3, 2]])];
  if (hidden) {
    expect(after).to.deep.equal(before);
  } else {
    expect(after).not.to.deep.equal(before);
  }
}

/**
 * Checks that the loss and its gradients are the same compiled as eager, dropout included. Both add up the same
 * float32 products, of numbers below 1, in different orders.
 */
function expectSameCompiled(
  mode: CompileMode,
  model: object,
  loss: (first: tf.Tensor2D, second: tf.Tensor2D, seed: tf.Tensor1D) => tf.Scalar,
): void {
  const parameters = parametersOf(model);
  const step = (first: tf.Tensor2D, second: tf.Tensor2D, of: tf.Tensor1D) => {
    const { value, grads } = tf.variableGrads(() => loss(first, second, of));
    return [value, ...parameters.flatMap(({ name }) => grads[name] ?? [])];
  };
  const compiled = compile(step, { mode });
  const inputs = [ids([[1, 5, 3, 7]]), ids([[5, 3, 7, -1]]), seed()] as const;
  const [eager, replayed] = [tf.tidy(() => step(...inputs)), compiled(...inputs)];
  expect(replayed).to.have.length(eager.length);
  expect(eager.length).to.be.above(parameters.length / 2);
  for (const [at, tensor] of eager.entries()) {
    expect(worstDifference(replayed[at]?.dataSync() ?? [], tensor.dataSync()), `result ${at}`).to.be.below(1e-5);
  }
  compiled.dispose();
}

describe("the GPT", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const kinds: [string, Gpt["config"]][] = [
    ["learned positions", gptSizes],
    ["sinusoidal positions", { ...gptSizes, positions: "sinusoidal" }],
    ["rotary positions, RMS norm, SwiGLU, grouped queries", { ...gptSizes, ...modernGpt, keyValueHeads: 1 }],
  ];
  for (const [name, config] of kinds) {
    it(`shows nothing of the future, knows the order, and leaves nothing behind: ${name}`, () => {
      const gpt = createGpt(config, { random: random() });
      expectFutureHidden(true, (rows) => gptLogits(gpt, ids(rows)));
      const last = (rows: number[][]) => tf.slice(gptLogits(gpt, ids(rows)), [0, 2, 0], [1, 1, 13]).arraySync();
      expect(last([[1, 2, 3]])).not.to.deep.equal(last([[2, 1, 3]]));
      const [text, labels, of] = [ids([[1, 2, 3]]), ids([[2, 3, -1]]), seed()];
      expectNewTensors(1, () => gptLogits(gpt, text));
      expectNewTensors(1, () => gptLoss(gpt, text, labels));
      expectNewTensors(1, () => gptLoss(gpt, text, labels, { random: createTensorRandom(of) }));
    });
  }

  it("has as many parameters as its docstring says, named by the way to them", () => {
    const gpt = createGpt(
      { vocabularySize: 65, contextLength: 64, width: 128, heads: 4, layers: 4 },
      { random: random() },
    );
    expect(countParameters(gpt)).to.equal(809_856);
    expect([...namedParameters(gpt).keys()]).to.include.members([
      "tokens.weight",
      "positions.weight",
      "blocks.3.attention.queries.bias",
      "blocks.0.feedForwardNorm.shift",
      "norm.scale",
    ]);
  });

  it("begins as GPT-2 did: guessing evenly, with residual layers that shrink with the depth", () => {
    const gpt = createGpt({ ...gptSizes, width: 64, layers: 8, tiedEmbedding: false }, { random: random() });
    const loss = gptLoss(gpt, ids([[1, 2, 3, 4]]), ids([[2, 3, 4, 5]]));
    expect(loss.arraySync()).to.be.closeTo(Math.log(13), 0.1);
    const deviation = (weight: tf.Tensor | undefined) =>
      Math.sqrt(tf.moments(weight ?? tf.scalar(Number.NaN)).variance.dataSync()[0] ?? Number.NaN);
    // 4,096 draws: a deviation is off by 1 / sqrt(2 * 4,096) = 1.1% on average.
    expect(deviation(gpt.blocks[0]?.attention.queries.weight) / 0.02).to.be.closeTo(1, 0.05);
    expect(deviation(gpt.blocks[0]?.attention.output.weight) / (0.02 / 4)).to.be.closeTo(1, 0.05);
    expect(deviation(gpt.blocks[0]?.feedForward.down.weight) / (0.02 / 4)).to.be.closeTo(1, 0.05);
  });

  it("drops only while it is given random numbers", () => {
    const gpt = createGpt({ ...gptSizes, dropout: 0.5 }, { random: random() });
    const text = ids([[1, 2, 3]]);
    const dropped = gptLogits(gpt, text, { random: createTensorRandom(seed()) });
    expect(dropped.arraySync()).not.to.deep.equal(gptLogits(gpt, text).arraySync());
  });

  it("gives the same loss and gradients compiled as eager, as a graph and by XLA", function () {
    this.timeout(120_000);
    const learned = createGpt({ ...gptSizes, layers: 1, dropout: 0.2 }, { random: random() });
    expectSameCompiled("graph", learned, (text, labels, of) =>
      gptLoss(learned, text, labels, { random: createTensorRandom(of) }),
    );
    const modern = createGpt({ ...gptSizes, ...modernGpt, layers: 1, keyValueHeads: 1 }, { random: random() });
    expectSameCompiled("xla", modern, (text, labels) => gptLoss(modern, text, labels));
  });

  it("refuses what does not fit, by name", () => {
    const refuse = (config: Partial<Gpt["config"]>) => () =>
      createGpt({ ...gptSizes, ...config }, { random: random() });
    expect(refuse({ heads: 3 })).to.throw(RangeError, "Cannot share a width of 8 among 3 heads");
    expect(refuse({ layers: 0 })).to.throw(RangeError, "Cannot create a GPT with 0 blocks");
    expect(refuse({ contextLength: 1.5 })).to.throw(RangeError, "Cannot create a GPT with 1.5 positions");
    expect(refuse({ vocabularySize: 0 })).to.throw(RangeError, "with 0 ids");
    expect(refuse({ positions: "rotary", heads: 8 })).to.throw(RangeError, "rotary positions of 1 numbers");
    expect(refuse({ positions: "alibi" as "rotary" })).to.throw(RangeError, 'the positions "alibi"');
    expect(refuse({ norm: "batch" as "rms" })).to.throw(RangeError, 'Cannot create the norm "batch"');
    expect(refuse({ dropout: -0.1 })).to.throw(RangeError, "Cannot drop a share of -0.1");
    const gpt = createGpt(gptSizes, { random: random() });
    expect(() => gptLogits(gpt, ids([[1, 2, 3, 4, 5, 6, 7, 8, 9]]))).to.throw(
      RangeError,
      "Cannot read 9 tokens at once",
    );
    expect(() => gptLogits(gpt, ids([[13]]))).to.throw(RangeError, "Cannot embed the id 13");
    expect(() => gptLogits(gpt, tf.tensor2d([[1, 2]]))).to.throw("Cannot embed ids of type float32");
    expect(() => gptLogits(gpt, tf.tensor1d([1], "int32") as tf.Tensor as tf.Tensor2D)).to.throw("a GPT takes [B, T]");
  });
});

describe("the BERT", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const create = (config: Partial<Bert["config"]> = {}) =>
    createBert({ ...bertSizes, ...config }, { random: random() });

  it("does what its docstring shows", () => {
    const config = { vocabularySize: 100, contextLength: 16, width: 8, heads: 2, layers: 2 };
    const bert = createBert(config, { random: createRandom(1) });
    expect(bertLogits(bert, tf.tensor([[2, 7, 3]], [1, 3], "int32")).shape).to.deep.equal([1, 3, 100]);
  });

  it("sees both ways, but nothing of the padding", () => {
    const bert = create();
    expectFutureHidden(false, (rows) => bertLogits(bert, ids(rows)));
    const mask: tf.Tensor2D = tf.tensor2d([[1, 1, 1, 0]], [1, 4], "bool");
    expectFutureHidden(true, (rows) => bertLogits(bert, ids(rows), { mask }));
  });

  it("knows the segments", () => {
    const bert = create();
    const other = bertLogits(bert, ids([[1, 2, 3]]), { segments: ids([[0, 1, 1]]) });
    expect(other.arraySync()).not.to.deep.equal(bertLogits(bert, ids([[1, 2, 3]])).arraySync());
  });

  it("gives the same loss and gradients compiled as eager", () => {
    const bert = create({ layers: 1, dropout: 0.2 });
    expectSameCompiled("graph", bert, (text, labels, of) =>
      bertLoss(bert, text, labels, { random: createTensorRandom(of) }),
    );
  });

  it("leaves nothing behind but its result", () => {
    const bert = create();
    const [text, labels, mask] = [ids([[1, 2, 3]]), ids([[-1, 3, -1]]), tf.tensor2d([[1, 1, 0]], [1, 3], "bool")];
    const segments = ids([[0, 0, 1]]);
    expectNewTensors(1, () => bertHidden(bert, text, { mask, segments }));
    expectNewTensors(1, () => bertLogits(bert, text, { mask }));
    expectNewTensors(1, () => bertLoss(bert, text, labels));
    const hidden = bertHidden(bert, text);
    expectNewTensors(1, () => bertPooled(bert, hidden));
  });

  it("refuses what does not fit, by name", () => {
    expect(() => create({ segments: 0 })).to.throw(RangeError, "with 0 ids");
    expect(() => create({ layers: -1 })).to.throw(RangeError, "Cannot create a BERT with -1 blocks");
    expect(() => bertLogits(create(), ids([[1, 2, 3, 4, 5, 6, 7, 8, 9]]))).to.throw(RangeError, "Cannot read 9 tokens");
    expect(() => bertLogits(create(), ids([[1, 2]]), { segments: ids([[0, 2]]) })).to.throw(
      RangeError,
      "Cannot embed the id 2",
    );
  });
});

describe("the T5", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const create = (config: Partial<T5["config"]> = {}) => createT5({ ...t5Sizes, ...config }, { random: random() });

  it("does what its docstring shows", () => {
    const config = { vocabularySize: 100, width: 8, heads: 2, layers: 2 };
    const t5 = createT5(config, { random: createRandom(1) });
    const text: tf.Tensor2D = tf.tensor([[2, 7, 3]], [1, 3], "int32");
    expect(t5Logits(t5, text, tf.tensor([[0, 5]], [1, 2], "int32")).shape).to.deep.equal([1, 2, 100]);
  });

  it("reads the whole text, and shows nothing of the future of what it writes", () => {
    const t5 = create();
    const text = ids([[1, 2, 3, 4]]);
    expectFutureHidden(true, (rows) => t5Logits(t5, text, ids(rows)));
    expectFutureHidden(false, (rows) => t5Logits(t5, ids(rows), text));
    const mask: tf.Tensor2D = tf.tensor2d([[1, 1, 1, 0]], [1, 4], "bool");
    expectFutureHidden(true, (rows) => t5Logits(t5, ids(rows), text, { mask }));
  });

  it("shifts the labels itself: what it scores is what it gives after the start token and the labels before", () => {
    const t5 = create({ startToken: 4 });
    const [text, labels] = [ids([[1, 2]]), ids([[7, 3]])];
    const logProbabilities = tf.logSoftmax(t5Logits(t5, text, ids([[4, 7]]))).arraySync() as number[][][];
    const expected = -((logProbabilities[0]?.[0]?.[7] ?? 0) + (logProbabilities[0]?.[1]?.[3] ?? 0)) / 2;
    expect(t5Loss(t5, text, labels).arraySync()).to.be.closeTo(expected, 1e-5);
  });

  it("gives the same loss and gradients compiled as eager", () => {
    const t5 = create({ layers: 1, dropout: 0.2 });
    expectSameCompiled("graph", t5, (text, labels, of) => t5Loss(t5, text, labels, { random: createTensorRandom(of) }));
  });

  it("leaves nothing behind but its result", () => {
    const t5 = create();
    const [text, mask] = [ids([[1, 2, 3]]), tf.tensor2d([[1, 1, 0]], [1, 3], "bool")];
    expectNewTensors(1, () => t5Encode(t5, text, { mask }));
    expectNewTensors(1, () => t5Logits(t5, text, text, { mask }));
    expectNewTensors(1, () => t5Loss(t5, text, text));
  });

  it("refuses what does not fit, by name", () => {
    expect(() => create({ layers: 0 })).to.throw(RangeError, "Cannot create a T5 with 0 blocks");
    expect(() => create({ decoderLayers: 0 })).to.throw(RangeError, "with 0 blocks in its decoder");
    expect(() => create({ buckets: 3 })).to.throw(RangeError, "with 3 buckets");
    expect(() => create({ heads: 3 })).to.throw(RangeError, "Cannot share a width of 8 among 3 heads");
    expect(() => t5Logits(create(), ids([[1]]), ids([[13]]))).to.throw(RangeError, "Cannot embed the id 13");
  });
});
