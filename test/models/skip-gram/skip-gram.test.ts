import { expect } from "chai";
import { createSkipGram, skipGramBatches, skipGramLoss } from "../../../lib/models/index.ts";
import { parametersOf } from "../../../lib/nn/index.ts";
import { createRandom } from "../../../lib/random/index.ts";
import { startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { train } from "../../../lib/training/index.ts";
import type { GoldenArray } from "../../support/golden.ts";
import { readGolden } from "../../support/golden.ts";
import { gradientDifferences, loadGolden } from "../../support/golden-parameters.ts";
import { expectNewTensors, goldenTensor } from "../../support/tensors.ts";

/** A case as scripts/golden/skip_gram.py writes it. */
interface LossCase {
  name: string;
  centres: GoldenArray;
  contexts: GoldenArray;
  parameters: Record<string, GoldenArray>;
  loss: number;
  gradients: Record<string, GoldenArray>;
}

const random = () => createRandom(1);
const create = (vocabularySize: number, width: number) =>
  createSkipGram({ vocabularySize, width }, { random: random() });
const pair = (): [tf.Tensor1D, tf.Tensor2D] => [tf.tensor1d([4], "int32"), tf.tensor2d([[7, 0, 3]], [1, 3], "int32")];

describe("skip-gram", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("does what its docstrings show", () => {
    const model = create(1000, 32);
    expect(model.centres.weight.shape).to.deep.equal([1000, 32]);
    expect(Math.max(...model.centres.weight.dataSync().map(Math.abs))).to.be.within(0.014, 0.5 / 32);
    expect(skipGramLoss(create(9, 4), ...pair()).arraySync()).to.be.closeTo(3 * Math.log(2), 1e-6);
  });

  for (const golden of readGolden<LossCase>("skip-gram").filter(({ name }) => name.startsWith("a loss"))) {
    it(`has ${golden.name} as PyTorch computes it, and its gradients`, () => {
      const [words = 0, width = 0] = golden.parameters["centres.weight"]?.shape ?? [];
      const { centres, contexts } = create(words, width);
      const variables = loadGolden({ centres, contexts }, golden.parameters);
      const ids = goldenTensor(golden.centres, "int32") as tf.Tensor1D;
      const near = goldenTensor(golden.contexts, "int32") as tf.Tensor2D;
      const loss = () => skipGramLoss({ config: { vocabularySize: words, width }, centres, contexts }, ids, near);
      // float32 against float64, sums of at most 24 products.
      expect(loss().arraySync()).to.be.closeTo(golden.loss, 1e-5 * Math.max(1, golden.loss));
      for (const [name, difference] of Object.entries(gradientDifferences(loss, variables, golden.gradients))) {
        expect(difference, name).to.be.below(1e-5);
      }
    });
  }

  it("leaves no tensors behind", async () => {
    const model = create(9, 4);
    const [centres, contexts] = pair();
    expectNewTensors(1, () => skipGramLoss(model, centres, contexts));
    expectNewTensors(2, () => parametersOf(create(9, 4)));
    const batch = skipGramBatches([[0, 1, 2]], { vocabularySize: 9, batchSize: 4 });
    expectNewTensors(2, () => batch(0, random()));
    const before = tensorCount();
    const loss = ([c, x]: [tf.Tensor1D, tf.Tensor2D]) => skipGramLoss(model, c, x);
    await train({ parameters: parametersOf(model), batch, loss, steps: 20, mode: "graph", progress: false });
    expect(tensorCount()).to.equal(before);
  });

  it("refuses what is no batch", () => {
    const [centres, contexts] = pair();
    const model = create(9, 4);
    expect(() => skipGramLoss(model, tf.tensor1d([1, 2], "int32"), contexts)).to.throw("must be [B] and [B, 1 + K]");
    expect(() => skipGramLoss(model, centres, tf.tensor2d([[1]], [1, 1], "int32"))).to.throw("K random words");
    expect(() => skipGramLoss(create(5, 4), centres, contexts)).to.throw("ids run from 0 to 4");
    expect(() => skipGramLoss(model, tf.tensor1d([4]), contexts)).to.throw("int32");
    expect(() => create(0, 4)).to.throw(RangeError, "0 words");
    expect(() => create(4, 1.5)).to.throw(RangeError, "1.5 numbers a vector");
  });

  it("learns which words are used alike, compiled as well as eagerly", async () => {
    // 0 and 1 stand beside 4 and 5, 2 and 3 beside 6 and 7: 0 is used like 1, and not like 2.
    const sequences = [0, 1, 2, 3].flatMap((word) =>
      [0, 1].map((other) => Int32Array.of(word, (word < 2 ? 4 : 6) + other)),
    );
    const similarities = [];
    for (const mode of ["eager", "graph", "xla"] as const) {
      const model = create(8, 6);
      const { losses } = await train({
        parameters: parametersOf(model),
        batch: skipGramBatches(sequences, { vocabularySize: 8, batchSize: 64, subsample: Number.POSITIVE_INFINITY }),
        loss: ([centres, contexts]) => skipGramLoss(model, centres, contexts),
        steps: 60,
        learningRate: 0.03,
        mode,
        progress: false,
      });
      expect(losses.at(-1)).to.be.below(0.7 * (losses[0] ?? 0));
      const vectors = model.centres.weight.arraySync();
      const similarity = (a: number, b: number) => {
        const [x = [], y = []] = [vectors[a], vectors[b]];
        const product = (u: number[], v: number[]) => u.reduce((sum, value, at) => sum + value * (v[at] ?? 0), 0);
        return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
      };
      expect(similarity(0, 1)).to.be.above(0.9);
      expect(similarity(0, 2)).to.be.below(0.3);
      similarities.push(similarity(0, 2));
    }
    // 60 steps of Adam from the same start.
    expect(Math.max(...similarities) - Math.min(...similarities)).to.be.below(1e-3);
  });
});
