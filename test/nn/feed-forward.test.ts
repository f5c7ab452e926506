import { expect } from "chai";
import { createFeedForward, feedForward, parametersOf } from "../../lib/nn/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { randomNormal, startBackend, tensorCount, tf } from "../../lib/tensor/index.ts";
import { worstDifference } from "../support/tensors.ts";

describe("a feed-forward layer whose rows collide in the cache, so that it has spare columns", () => {
  before(startBackend);

  for (const activation of ["gelu", "gelu-exact", "relu", "swiglu", "geglu"] as const) {
    for (const bias of [true, false]) {
      it(`gives many rows what it gives few, ${activation}, ${bias ? "with" : "without"} a bias`, () => {
        const layer = createFeedForward({ width: 3, innerWidth: 1536, activation, bias, random: createRandom(1) });
        const parameters = parametersOf(layer);
        const x = randomNormal<tf.Rank.R2>([256, 3], createRandom(2), { deviation: 0.7 });
        const before = tensorCount();
        // The halves have too few rows for spare columns.
        const ofHalves = gradientsOf(parameters, () =>
          tf.concat(tf.split(x, 2).map((half) => feedForward(layer, half))),
        );
        const ofAll = gradientsOf(parameters, () => feedForward(layer, x));
        expect(tensorCount()).to.equal(before);
        expect(ofAll).to.have.length(parameters.length + 1);
        for (const [at, numbers] of ofAll.entries()) {
          expect(numbers).to.not.be.empty;
          expect(worstDifference(numbers, ofHalves[at] ?? [])).to.be.below(1e-5);
        }
        tf.dispose([x, ...parameters]);
      });
    }
  }

  /** The outputs, and the gradient of the sum of their squares for each parameter. */
  function gradientsOf(parameters: tf.Variable[], compute: () => tf.Tensor): number[][] {
    return tf.tidy(() => {
      let outputs: number[] = [];
      const { grads } = tf.variableGrads(() => {
        const result = compute();
        outputs = [...result.dataSync()];
        return tf.sum<tf.Scalar>(tf.square(result));
      }, parameters);
      return [outputs, ...parameters.map(({ name }) => [...(grads[name]?.dataSync() ?? [])])];
    });
  }
});
