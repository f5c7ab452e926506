import { expect } from "chai";
import { createRandom } from "../../../lib/random/index.ts";
import { plainLstm } from "../../../lib/tensor/fused/recurrent/lstm.ts";
import { compile, lstmSequence, randomNormal, startBackend, tf } from "../../../lib/tensor/index.ts";

const [length, batch, inputSize, hiddenSize] = [3, 2, 5, 128];
const width = 4 * hiddenSize;

describe("an LSTM whose gates are 512 wide, so that their gradient has spare columns", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  for (const mode of ["eager", "graph", "xla"] as const) {
    it(`has the gradients of its plain version, ${mode}`, () => {
      const random = createRandom(1);
      const draw = (...shape: number[]) => randomNormal(shape, random, { deviation: 0.3 });
      const given = [
        draw(length, batch, inputSize),
        draw(inputSize, width),
        draw(hiddenSize, width),
        draw(width),
        draw(batch, hiddenSize),
        draw(batch, hiddenSize),
      ];
      const compiled = compile(gradientsOf(lstmSequence), { mode });
      const expected = gradientsOf(plainLstm)(...given);
      const actual = compiled(...given);
      compiled.dispose();
      expect(actual.map(({ shape }) => shape)).to.deep.equal(given.map(({ shape }) => shape));
      for (const [at, gradient] of actual.entries()) {
        const difference = tf.max(tf.abs(tf.sub(gradient, expected[at] ?? Number.NaN)));
        // Float32 sums of at most 512 products.
        expect(difference.dataSync()[0], `gradient ${at}`).to.be.below(1e-5);
      }
    });
  }
});

/** The gradients of a sum of squares with regard to all that an LSTM takes. */
function gradientsOf(run: typeof plainLstm): (...given: tf.Tensor[]) => tf.Tensor[] {
  const loss = (...given: tf.Tensor[]) => {
    // Of the shapes above.
    const [x, input, hidden, bias, ...state] = given as [
      tf.Tensor3D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor1D,
      ...tf.Tensor2D[],
    ];
    const [shown, kept] = state as [tf.Tensor2D, tf.Tensor2D];
    const result = run(x, { input, hidden, bias }, { hidden: shown, cell: kept }, {});
    return tf.add(tf.sum(tf.square(result.hidden)), tf.sum(result.cell));
  };
  return (...given) => tf.grads(loss)(given);
}
