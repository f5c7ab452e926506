import { expect } from "chai";
import { createRandom } from "../../../lib/random/index.ts";
import { compile, randomNormal, startBackend, tf } from "../../../lib/tensor/index.ts";
import { take, worstDifference } from "../../support/tensors.ts";

/** float32 keeps 7 digits; XLA has its own exponentials and adds up in another order. */
const tolerance = 2e-5;

/** What models are written with, on x [4, 6] and ids [4]: each must survive being written into a graph. */
const operations: Record<string, (x: tf.Tensor2D, ids: tf.Tensor1D) => tf.Tensor> = {
  abs: (x) => tf.abs(x),
  argMax: (x) => tf.argMax(x, 1),
  batchMatMul: (x) => tf.matMul(tf.reshape(x, [2, 2, 6]), tf.reshape(x, [2, 2, 6]), false, true),
  broadcastTo: (x) => tf.broadcastTo(tf.slice(x, [0, 0], [1, 6]), [4, 6]),
  cast: (x) => tf.cast(x, "int32"),
  clip: (x) => tf.clipByValue(x, -0.5, 0.5),
  comparisons: (x) => tf.logicalAnd(tf.greater(x, 0), tf.lessEqual(x, tf.scalar(1))),
  concat: (x) => tf.concat([x, tf.neg(x)], 1),
  conv1d: (x) => tf.conv1d(tf.reshape(x, [4, 6, 1]) as tf.Tensor3D, tf.ones([3, 1, 2]) as tf.Tensor3D, 1, "same"),
  cos: (x) => tf.cos(x),
  cumsum: (x) => tf.cumsum(x, 1),
  divide: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  einsum: (x) => tf.einsum("ij,kj->ik", x, x),
  elu: (x) => tf.elu(x),
  equal: (_, ids) => tf.equal(ids, 1),
  erf: (x) => tf.erf(x),
  expandDims: (x) => tf.expandDims(x, 1),
  exp: (x) => tf.exp(x),
  fill: (x) => tf.add(x, tf.fill([4, 6], 3)),
  gather: (x, ids) => tf.gather(x, ids),
  layersLstm: (x) => tf.mul(tf.sigmoid(x), tf.tanh(x)),
  leakyRelu: (x) => tf.leakyRelu(x),
  linspace: (x) => tf.add(x, tf.linspace(0, 1, 6)),
  log: (x) => tf.log(tf.add(tf.abs(x), 1)),
  logSoftmax: (x) => tf.logSoftmax(x),
  logSumExp: (x) => tf.logSumExp(x, 1),
  matMul: (x) => tf.matMul(x, x, true, false),
  max: (x) => tf.max(x, 1, true),
  maximum: (x) => tf.maximum(x, tf.minimum(x, 0.3)),
  mean: (x) => tf.mean(x, [0, 1]),
  mod: (_, ids) => tf.mod(ids, tf.scalar(2, "int32")),
  moments: (x) => tf.moments(x, 1).variance,
  multiply: (x) => tf.mul(x, 2),
  norm: (x) => tf.norm(x),
  oneHot: (_, ids) => tf.oneHot(ids, 5),
  pad: (x) =>
    tf.pad(x, [
      [1, 0],
      [0, 2],
    ]),
  pow: (x) => tf.pow(tf.abs(x), 1.5),
  prod: (x) => tf.prod(x, 1),
  range: (_, ids) => tf.add(ids, tf.range(0, 4, 1, "int32")),
  relu: (x) => tf.relu(x),
  reverse: (x) => tf.reverse(x, 1),
  rsqrt: (x) => tf.rsqrt(tf.add(tf.abs(x), 1)),
  scatter: (x, ids) => tf.scatterND(tf.expandDims(ids, 1), x, [5, 6]),
  slice: (x) => tf.slice(x, [1, 2], [2, 3]),
  softmax: (x) => tf.softmax(x),
  softplus: (x) => tf.softplus(x),
  split: (x) => tf.add(...(tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor])),
  sqrt: (x) => tf.sqrt(tf.abs(x)),
  squeeze: (x) => tf.squeeze(tf.expandDims(x, 0)),
  stack: (x) => tf.stack([x, tf.square(x)], 1),
  stridedSlice: (x) => tf.stridedSlice(x, [0, 0], [4, 6], [2, 3]),
  sum: (x) => tf.sum(x, 0),
  tile: (x) => tf.tile(x, [2, 1]),
  topk: (x) => tf.topk(x, 2).values,
  transpose: (x) => tf.transpose(x),
  unsortedSegmentSum: (x, ids) => tf.unsortedSegmentSum(x, ids, 5),
  unstack: (x) => tf.addN(tf.unstack(x, 0)),
  where: (x) => tf.where(tf.greater(x, 0), x, tf.zerosLike(x)),
};

describe("the operations of TensorFlow.js, compiled", () => {
  before(startBackend);

  for (const mode of ["xla", "graph"] as const) {
    it(`give what they give eagerly, mode ${mode}`, () => {
      const inputs: [tf.Tensor2D, tf.Tensor1D] = [
        randomNormal([4, 6], createRandom(1)),
        tf.tensor1d([3, 0, 1, 3], "int32"),
      ];
      const wrong = Object.entries(operations).flatMap(([name, operation]) => {
        const compiled = compile(operation, { mode, name });
        try {
          const difference = worstDifference(take(compiled(...inputs)), take(operation(...inputs)));
          return difference <= tolerance ? [] : [`${name} differs by ${difference}`];
        } catch (error) {
          return [`${name}: ${error instanceof Error ? error.message : error}`];
        } finally {
          compiled.dispose();
        }
      });
      expect(wrong).to.deep.equal([]);
    }).timeout(60_000);
  }

  it("have the gradients that they have eagerly", () => {
    const names =
      "batchMatMul clip concat divide elu erf exp gather logSoftmax logSumExp matMul max mean moments norm pad pow rsqrt slice softmax split stack sum tile transpose";
    const differentiable = names.split(" ").map((name) => ({ name, operation: operations[name] ?? tf.neg }));
    const x: tf.Tensor2D = randomNormal([4, 6], createRandom(2));
    const ids = tf.tensor1d([3, 0, 1, 3], "int32");
    const gradients = (at: tf.Tensor2D) =>
      differentiable.map(({ operation }) =>
        tf.grad((each) => tf.sum(tf.square(operation(each as tf.Tensor2D, ids))))(at),
      );
    const compiled = compile(gradients, { mode: "xla" });
    const eager = gradients(x).map(take);
    compiled(x).forEach((gradient, at) => {
      expect(worstDifference(take(gradient), eager[at] ?? []), differentiable[at]?.name).to.be.lessThan(tolerance);
    });
  }).timeout(60_000);
});
