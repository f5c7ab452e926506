import { expect } from "chai";
import { createRandom } from "../../../lib/random/index.ts";
import { productAndSumsOverRows, productOverRows, productWithWeight } from "../../../lib/tensor/fused/operations.ts";
import { compile, randomNormal, spareWidth, startBackend, tf } from "../../../lib/tensor/index.ts";

// Sums of 256 products around 1 in float32, added up in another order.
const tolerance = 1e-3;

function expectNear(actual: tf.Tensor | undefined, expected: tf.Tensor): void {
  if (actual === undefined) throw new Error("Expected a tensor");
  expect(actual.shape).to.deep.equal(expected.shape);
  expect(tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0]).to.be.below(tolerance);
}

describe("the product over rows, for the gradient of a weight", () => {
  before(() => startBackend());

  // Either may be the wider, and a width of 512 is set apart in memory.
  for (const [rows, a, b] of [
    [4, 2, 3],
    [4, 3, 2],
    [4, 3, 3],
    [256, 3, 512],
    [256, 512, 3],
    [256, 512, 512],
    [256, 512, 1024],
  ] as const) {
    for (const mode of ["eager", "graph", "xla"] as const) {
      it(`is the transpose of [${rows}, ${a}] times [${rows}, ${b}], with the sums of the second or without, ${mode}`, function () {
        if (tf.getBackend() !== "tensorflow") this.skip();
        const random = createRandom(rows * a + b);
        tf.tidy(() => {
          const [x, y] = [randomNormal<tf.Rank.R2>([rows, a], random), randomNormal<tf.Rank.R2>([rows, b], random)];
          const compiled = compile(
            (x: tf.Tensor, y: tf.Tensor) => [productOverRows(x, y), ...productAndSumsOverRows(x, y)],
            { mode },
          );
          const [alone, beside, sums] = compiled(x, y);
          compiled.dispose();
          const product = tf.matMul(x, y, true);
          expectNear(alone, product);
          expectNear(beside, product);
          expectNear(sums, tf.sum(y, 0));
        });
      });
    }
  }
});

describe("the product with a weight", () => {
  before(() => startBackend());

  for (const [rows, a, b] of [
    [4, 3, 2],
    [256, 512, 3],
    [256, 512, 512],
  ] as const) {
    for (const mode of ["eager", "xla"] as const) {
      it(`is [${rows}, ${a}] times [${a}, ${b}], either way round, ${mode}`, function () {
        if (tf.getBackend() !== "tensorflow") this.skip();
        const random = createRandom(rows * a + b);
        tf.tidy(() => {
          const [x, weight] = [randomNormal<tf.Rank.R2>([rows, a], random), randomNormal<tf.Rank.R2>([a, b], random)];
          const compiled = compile(
            (x: tf.Tensor, weight: tf.Tensor) => [
              productWithWeight(x, weight),
              productWithWeight(x, tf.transpose(weight), { transposeB: true }),
            ],
            { mode },
          );
          const [straight, turned] = compiled(x, weight);
          compiled.dispose();
          const product = tf.matMul(x, weight);
          expectNear(straight, product);
          expectNear(turned, product);
        });
      });
    }
  }
});

describe("the spare width of a matrix", () => {
  it("is what its docstring shows", () => {
    const widths = [spareWidth(2048, 1536), spareWidth(2048, 1024), spareWidth(2048, 384), spareWidth(1, 1536)];
    expect(widths).to.deep.equal([16, 0, 0, 0]);
  });
});
