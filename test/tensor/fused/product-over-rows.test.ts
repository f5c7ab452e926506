import { expect } from "chai";
import { createRandom } from "../../../lib/random/index.ts";
import { productOverRows } from "../../../lib/tensor/fused/operations.ts";
import { compile, randomNormal, startBackend, tf } from "../../../lib/tensor/index.ts";

// Sums of 256 products around 1 in float32, added up in another order.
const tolerance = 1e-3;

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
      it(`is the transpose of [${rows}, ${a}] times [${rows}, ${b}], ${mode}`, function () {
        if (tf.getBackend() !== "tensorflow") this.skip();
        const random = createRandom(rows * a + b);
        tf.tidy(() => {
          const [x, y] = [randomNormal<tf.Rank.R2>([rows, a], random), randomNormal<tf.Rank.R2>([rows, b], random)];
          const compiled = compile(productOverRows, { mode });
          const product = compiled(x, y);
          compiled.dispose();
          expect(product.shape).to.deep.equal([a, b]);
          const difference = tf.max(tf.abs(tf.sub(product, tf.matMul(x, y, true))));
          expect(difference.dataSync()[0]).to.be.below(tolerance);
        });
      });
    }
  }
});
