import { expect } from "chai";
import {
  attention,
  causalMask,
  createMultiHeadAttention,
  linear,
  multiHeadAttention,
  paddingMask,
  parametersOf,
} from "../../lib/nn/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { randomNormal, startBackend, tf } from "../../lib/tensor/index.ts";
import { expectNewTensors, worstDifference } from "../support/tensors.ts";

const create = (width = 8, heads = 2) => createMultiHeadAttention({ width, heads, random: createRandom(1) });

describe("multi-head attention", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("does what its docstring shows", () => {
    expect(multiHeadAttention(create(), tf.ones([1, 5, 8])).weights.shape).to.deep.equal([1, 2, 5, 5]);
  });

  it("is attention on each head's slice of the projections, joined and projected again", () => {
    const layer = create(6, 3);
    const x = randomNormal([1, 4, 6], createRandom(2));
    const heads = [0, 1, 2].map((head) => {
      const slice = (projected: tf.Tensor) => tf.slice(projected, [0, 0, head * 2], [1, 4, 2]);
      return attention(slice(linear(layer.queries, x)), slice(linear(layer.keys, x)), slice(linear(layer.values, x)));
    });
    const byHand = linear(
      layer.output,
      tf.concat(
        heads.map(({ output }) => output),
        -1,
      ),
    );
    const { output, weights } = multiHeadAttention(layer, x);
    // The same float32 products, added in another order.
    expect(worstDifference(output.dataSync(), byHand.dataSync())).to.be.below(1e-6);
    const weightsByHand = tf.stack(heads.map(({ weights }) => tf.squeeze(weights, [0]))).dataSync();
    expect(worstDifference(weights.dataSync(), weightsByHand)).to.be.below(1e-6);
  });

  it("reads a mask of three axes as one for each sequence, whatever the number of heads", () => {
    const x = randomNormal([2, 3, 8], createRandom(3));
    const { weights } = multiHeadAttention(create(), x, { mask: paddingMask([1, 2], 3) });
    const reachOf = (sequence: number, head: number) =>
      Array.from(tf.sum(tf.slice(weights, [sequence, head], [1, 1]), [0, 1, 2]).dataSync()).filter((sum) => sum > 0)
        .length;
    expect([reachOf(0, 0), reachOf(0, 1)], "first sequence").to.deep.equal([1, 1]);
    expect([reachOf(1, 0), reachOf(1, 1)], "second sequence").to.deep.equal([2, 2]);
  });

  it("sees nothing of the future under a causal mask", () => {
    const layer = create();
    const x = randomNormal([1, 4, 8], createRandom(4));
    const changed = tf.add(x, tf.tensor([0, 0, 0, 5], [1, 4, 1]));
    const firstThree = (input: tf.Tensor) =>
      tf.slice(multiHeadAttention(layer, input, { mask: causalMask(4) }).output, [0, 0, 0], [1, 3, 8]).arraySync();
    expect(firstThree(changed)).to.deep.equal(firstThree(x));
  });

  it("attends to a context of another length", () => {
    const { output, weights } = multiHeadAttention(create(), tf.ones([2, 3, 8]), { context: tf.ones([2, 5, 8]) });
    expect(output.shape).to.deep.equal([2, 3, 8]);
    expect(weights.shape).to.deep.equal([2, 2, 3, 5]);
  });

  it("draws other weights for each of its four layers, and the same with the same seed", () => {
    const [layer, again] = [create(), create()];
    const weights = [layer.queries, layer.keys, layer.values, layer.output].map(({ weight }) => weight.dataSync()[0]);
    expect(new Set(weights).size).to.equal(4);
    expect(again.values.weight.arraySync()).to.deep.equal(layer.values.weight.arraySync());
  });

  it("leaves nothing behind but its results", () => {
    const layer = create();
    const x = randomNormal([2, 3, 8], createRandom(5));
    const mask = causalMask(3);
    expectNewTensors(2, () => multiHeadAttention(layer, x));
    expectNewTensors(2, () => multiHeadAttention(layer, x, { mask, context: x }));
    expectNewTensors(8, () => parametersOf(create()));
  });

  it("refuses what does not fit, by name", () => {
    const layer = create();
    const over = (shape: number[]) => () => multiHeadAttention(layer, tf.zeros(shape));
    expect(over([3, 8])).to.throw("Cannot attend over [3, 8] with several heads: it takes [B, T, 8]");
    expect(over([1, 3, 4])).to.throw("Cannot attend over [1, 3, 4] with several heads: it takes [B, T, 8]");
    const context = { context: tf.zeros([1, 3, 8]) };
    expect(() => multiHeadAttention(layer, tf.zeros([2, 3, 8]), context)).to.throw(
      "Cannot attend from [2, 3, 8] to a context [1, 3, 8]: each sequence needs its own context (2 and 1)",
    );
    expect(() => create(8, 3)).to.throw(RangeError, "Cannot share a width of 8 among 3 heads");
    expect(() => create(8, 0)).to.throw(RangeError, "Cannot create multi-head attention with 0 heads");
  });
});
