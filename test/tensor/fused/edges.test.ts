import { expect } from "chai";
import {
  compile,
  gatherRows,
  gelu,
  geluExact,
  layerNorm,
  linearFused,
  rmsNorm,
  softmaxAttention,
  softmaxCrossEntropy,
  startBackend,
  tf,
} from "../../../lib/tensor/index.ts";
import { expectNewTensors, take } from "../../support/tensors.ts";

function labelsOf(...labels: number[]): tf.Tensor1D {
  return tf.tensor1d(labels, "int32");
}

/** Runs the same step at once and compiled, and expects the same of both. */
function bothWays(step: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor, check: (values: number[]) => void): void {
  const compiled = compile(step);
  check(take(step(x)));
  check(take(compiled(x)));
  compiled.dispose();
}

describe("fused operations at the edges", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("do what their docstrings show", () => {
    const near = (tensor: tf.Tensor, expected: number[]) =>
      take(tensor).forEach((value, at) => {
        expect(value).to.be.closeTo(expected[at] ?? Number.NaN, 1e-4);
      });
    expect(linearFused(tf.ones([5, 3]), tf.ones([3, 2]), tf.zeros([2])).shape).to.deep.equal([5, 2]);
    near(layerNorm(tf.tensor([[1, 3]]), tf.ones([2]), tf.zeros([2])), [-1, 1]);
    near(rmsNorm(tf.tensor([[3, 3]]), tf.ones([2])), [1, 1]);
    near(gelu(tf.tensor([-10, 0, 10])), [0, 0, 10]);
    near(geluExact(tf.tensor([-10, 0, 10])), [0, 0, 10]);
    const x = tf.tensor([
      [1, 0],
      [0, 1],
    ]);
    near(tf.slice(softmaxAttention(x, x, x, { causal: true }), 0, 1), [1, 0]);
    const table = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    near(gatherRows(table, labelsOf(1, 1, 0)), [3, 4, 3, 4, 1, 2]);
    near(softmaxCrossEntropy(tf.zeros([1, 8]), labelsOf(3)), [2.0794]);
  });

  describe("cross-entropy", () => {
    it("does not overflow on extreme logits, and its gradient stays finite", () => {
      const logits = tf.tensor2d([
        [1e38, -1e38],
        [1e38, -1e38],
      ]);
      const loss = (logits: tf.Tensor) => softmaxCrossEntropy(tf.reshape(logits, [2, 2]), labelsOf(0, 1));
      bothWays(loss, logits, ([value]) => expect(value).to.be.closeTo(1e38, 1e33));
      bothWays(tf.grad(loss), logits, (values) => expect(values).to.deep.equal([0, 0, 0.5, -0.5]));
    });

    it("is 0, and so is its gradient, where every label is ignored", () => {
      const loss = (logits: tf.Tensor) => softmaxCrossEntropy(tf.reshape(logits, [2, 3]), labelsOf(-1, -1));
      bothWays(loss, tf.ones([2, 3]), (values) => expect(values).to.deep.equal([0]));
      bothWays(tf.grad(loss), tf.ones([2, 3]), (values) => expect(values).to.deep.equal([0, 0, 0, 0, 0, 0]));
    });

    it("ignores the label that it is told to, and NaN in such a row", () => {
      const logits = tf.tensor2d([
        [Number.NaN, Number.NaN],
        [0, 0],
      ]);
      const loss = (logits: tf.Tensor) => softmaxCrossEntropy(tf.reshape(logits, [2, 2]), labelsOf(1, 0), 1);
      bothWays(loss, logits, ([value]) => expect(value).to.be.closeTo(Math.LN2, 1e-6));
      bothWays(tf.grad(loss), logits, (values) => expect(values).to.deep.equal([0, 0, -0.5, 0.5]));
    });

    it("shows NaN in a row that counts", () => {
      const loss = (logits: tf.Tensor) => softmaxCrossEntropy(tf.reshape(logits, [1, 2]), labelsOf(0));
      bothWays(loss, tf.tensor2d([[Number.NaN, 0]]), ([value]) => expect(value).to.be.NaN);
    });

    it("shows a label out of range: an error, or a loss of NaN in a compiled step", () => {
      const logits = tf.zeros<tf.Rank.R2>([1, 3]);
      expect(() => softmaxCrossEntropy(logits, labelsOf(3))).to.throw("label value of 3");
      const compiled = compile((labels: tf.Tensor1D) => softmaxCrossEntropy(logits, labels));
      expect(take(compiled(labelsOf(2)))[0]).to.be.closeTo(Math.log(3), 1e-6);
      expect(take(compiled(labelsOf(3)))[0]).to.be.NaN;
      compiled.dispose();
    });
  });

  describe("rows of a table", () => {
    it("show an id out of range: an error, or NaN in a compiled step", () => {
      const table = tf.ones<tf.Rank.R2>([3, 2]);
      expect(() => gatherRows(table, labelsOf(3))).to.throw("not in [0, 3)");
      const compiled = compile((ids: tf.Tensor1D) => gatherRows(table, ids));
      expect(take(compiled(labelsOf(2, 0)))).to.deep.equal([1, 1, 1, 1]);
      expect(take(compiled(labelsOf(-1, 0)))).to.deep.equal([Number.NaN, Number.NaN, 1, 1]);
      compiled.dispose();
    });

    it("keep the axes of the ids", () => {
      const ids = tf.zeros<tf.Rank.R2>([4, 5], "int32");
      expect(gatherRows(tf.ones([3, 2]), ids).shape).to.deep.equal([4, 5, 2]);
      expect(gatherRows(tf.ones([3, 2]), tf.scalar(1, "int32")).shape).to.deep.equal([2]);
    });
  });

  describe("norms", () => {
    const scale = tf.ones<tf.Rank.R1>;

    it("give the shift, not NaN, to a row of equal numbers", () => {
      const norm = (x: tf.Tensor) => layerNorm(x, scale([3]), tf.tensor1d([1, 2, 3]));
      bothWays(norm, tf.fill([1, 3], 7), (values) => expect(values).to.deep.equal([1, 2, 3]));
    });

    it("give zeros, not NaN, to a row of zeros, and a finite gradient", () => {
      const norm = (x: tf.Tensor) => rmsNorm(x, scale([3]));
      bothWays(norm, tf.zeros([1, 3]), (values) => expect(values).to.deep.equal([0, 0, 0]));
      const gradient = tf.grad((x: tf.Tensor) => tf.sum(norm(x)));
      bothWays(gradient, tf.zeros([1, 3]), (values) => {
        for (const value of values) {
          expect(value).to.be.closeTo(1000, 0.1);
        }
      });
    });

    it("keep NaN to its row", () => {
      const x = tf.tensor2d([
        [Number.NaN, 1],
        [3, 1],
      ]);
      for (const norm of [
        (x: tf.Tensor) => layerNorm(x, scale([2]), tf.zeros([2])),
        (x: tf.Tensor) => rmsNorm(x, scale([2])),
      ]) {
        bothWays(norm, x, (values) => expect(values.map(Number.isNaN)).to.deep.equal([true, true, false, false]));
      }
    });
  });

  describe("GELU", () => {
    it("is the number itself or 0 far out, and its slope 1 or 0", () => {
      // XLA's hyperbolic tangent stops short of 1 by a rounding, which here is one of the number itself.
      const near = (expected: number[]) => (values: number[]) => {
        for (const [at, value] of values.entries()) {
          expect(value).to.be.closeTo(expected[at] ?? Number.NaN, 1e-4);
        }
      };
      for (const activation of [gelu, geluExact]) {
        bothWays(activation, tf.tensor([100, -100]), near([100, 0]));
        bothWays(
          tf.grad((x: tf.Tensor) => tf.sum(activation(x))),
          tf.tensor([100, -100]),
          near([1, 0]),
        );
      }
    });

    it("passes NaN on", () => {
      for (const activation of [gelu, geluExact]) {
        bothWays(activation, tf.tensor([Number.NaN]), ([value]) => expect(value).to.be.NaN);
      }
    });
  });

  describe("attention", () => {
    it("does not overflow on large scores", () => {
      const x = tf.tensor2d([
        [1e18, 0],
        [0, 1e18],
      ]);
      bothWays(
        (x) => softmaxAttention(x, x, tf.eye(2)),
        x,
        (values) => expect(values).to.deep.equal([1, 0, 0, 1]),
      );
    });

    it("gives zeros, with gradients of 0, to a query that may attend nowhere", () => {
      const mask = tf.tensor2d([1, 1, 0, 0], [2, 2], "bool");
      const x = tf.ones([2, 2]);
      const attend = (queries: tf.Tensor) => softmaxAttention(queries, x, x, { mask });
      bothWays(attend, x, (values) => expect(values.slice(2)).to.deep.equal([0, 0]));
      const gradient = tf.grad((values: tf.Tensor) =>
        tf.sum(tf.mul(softmaxAttention(x, x, values, { mask }), tf.tensor2d([0, 0, 1, 1], [2, 2]))),
      );
      bothWays(gradient, x, (values) => expect(values).to.deep.equal([0, 0, 0, 0]));
    });

    it("lets nothing of a masked key through, NaN in its score included", () => {
      const mask = tf.tensor2d([1, 0], [1, 2], "bool");
      const keys = tf.tensor2d([[1], [Number.NaN]]);
      const attend = (queries: tf.Tensor) => softmaxAttention(queries, keys, tf.tensor2d([[5], [7]]), { mask });
      bothWays(attend, tf.ones([1, 1]), (values) => expect(values).to.deep.equal([5]));
    });

    it("gives zeros to causal queries that stand before the first key", () => {
      const [x, y] = [tf.ones([3, 2]), tf.ones([2, 2])];
      bothWays(
        (x) => softmaxAttention(x, y, y, { causal: true }),
        x,
        (values) => expect(values).to.deep.equal([0, 0, 1, 1, 1, 1]),
      );
    });

    it("lets a single causal query, the last, attend to every key", () => {
      const values = tf.tensor2d([[1], [2], [3]]);
      const output = softmaxAttention(tf.zeros([1, 1]), tf.zeros([3, 1]), values, { causal: true });
      expect(take(output)[0]).to.be.closeTo(2, 1e-6);
    });

    it("leaves nothing behind but its result, with every option", () => {
      const x = tf.ones([2, 3, 4]);
      const [mask, bias] = [tf.ones([3, 3], "bool"), tf.zeros([3, 3])];
      expectNewTensors(1, () => softmaxAttention(x, x, x, { causal: true, mask, bias }));
    });
  });

  it("refuse shapes that do not fit, by name", () => {
    const x = tf.ones<tf.Rank.R2>([2, 3]);
    const four = tf.ones<tf.Rank.R1>([4]);
    const refusals: [() => tf.Tensor, string][] = [
      [() => linearFused(x, tf.ones([2, 3])), "Cannot multiply [2, 3] by a weight [2, 3]"],
      [() => linearFused(x, tf.ones([3, 2]), four), "Cannot add a bias [4] to 2 outputs"],
      [() => layerNorm(x, four, four), "Cannot put [2, 3] through layer norm with a scale [4]"],
      [() => rmsNorm(x, four), "Cannot put [2, 3] through RMS norm with a scale [4]"],
      [() => rmsNorm(tf.scalar(1), four), "Cannot put [] through RMS norm: it needs a last axis"],
      [() => gatherRows(x, four), "Cannot look up ids of type float32"],
      [() => softmaxCrossEntropy(x, labelsOf(1)), "Cannot compare logits [2, 3] with labels [1] of type int32"],
      [() => softmaxAttention(x, tf.ones([2, 4]), x), "Cannot attend with queries [2, 3], keys [2, 4]"],
      [() => softmaxAttention(x, x, x, { mask: tf.ones([2, 2]) }), "a mask [2, 2] of type float32: it must be bool"],
      [() => softmaxAttention(x, x, x, { bias: tf.ones([3, 2]) }), "a bias [3, 2] of type float32"],
      [() => softmaxAttention(x, x, x, { dropout: 1 }), "Cannot drop a share of 1"],
    ];
    for (const [attempt, message] of refusals) {
      expect(attempt).to.throw(message);
    }
  });
});
