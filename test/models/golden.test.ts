import { expect } from "chai";
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
  t5Logits,
  t5Loss,
} from "../../lib/models/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { startBackend, tensorCount, tf } from "../../lib/tensor/index.ts";
import type { GoldenArray } from "../support/golden.ts";
import { readGolden } from "../support/golden.ts";
import { gradientDifferences, loadGolden } from "../support/golden-parameters.ts";
import { goldenTensor, worstDifference } from "../support/tensors.ts";

/** A case as scripts/golden/models.py writes it; the gradients are those of the loss. */
interface ModelCase {
  name: string;
  kind: "gpt" | "bert" | "pooler" | "t5";
  options: {
    contextLength: number;
    width: number;
    heads: number;
    layers: number;
    keyValueHeads?: number;
    headSize?: number;
    feedForwardWidth?: number;
    activation?: "relu" | "geglu";
    tiedEmbedding?: boolean;
    /** Whether a GPT has the choices of Llama. */
    modern?: boolean;
  };
  inputs: { ids: GoldenArray; labels?: GoldenArray; segments?: GoldenArray; mask?: GoldenArray; written?: GoldenArray };
  parameters: Record<string, GoldenArray>;
  logits: GoldenArray;
  loss: number;
  gradients: Record<string, GoldenArray>;
}

const vocabularySize = 11;

// transformers computed in float64; ours adds up some hundred float32 products, through two layers, around 1.
const tolerance = 2e-5;

/** A model of ours with the golden file's weights still to come, and what it computes. */
function createModel({ kind, options, inputs }: ModelCase): {
  model: object;
  logits: () => tf.Tensor;
  loss: () => tf.Scalar;
} {
  const random = createRandom(1);
  const { activation, modern, ...sizes } = options;
  const config = { vocabularySize, ...sizes };
  const integers = (array: GoldenArray | undefined): tf.Tensor2D =>
    goldenTensor(array ?? inputs.ids, "int32") as tf.Tensor2D;
  const ids = () => integers(inputs.ids);
  const labels = () => integers(inputs.labels);
  const mask = () => tf.cast(integers(inputs.mask), "bool");
  switch (kind) {
    case "gpt": {
      const model = createGpt(modern ? { ...modernGpt, ...config } : config, { random });
      return { model, logits: () => gptLogits(model, ids()), loss: () => gptLoss(model, ids(), labels()) };
    }
    case "bert": {
      const { pooler, ...model } = createBert(config, { random });
      const bert = { ...model, pooler };
      const input = () => ({ segments: integers(inputs.segments), mask: mask() });
      return {
        model,
        logits: () => bertLogits(bert, ids(), input()),
        loss: () => bertLoss(bert, ids(), labels(), input()),
      };
    }
    case "pooler": {
      const { head, blocks, ...model } = createBert(config, { random });
      const bert = { ...model, head, blocks: [] };
      const pooled = () => bertPooled(bert, bertHidden(bert, ids()));
      return { model, logits: pooled, loss: () => tf.sum(pooled()) };
    }
    case "t5": {
      const model = createT5({ ...config, ...(activation && { activation }) }, { random });
      return {
        model,
        logits: () => t5Logits(model, ids(), integers(inputs.written), { mask: mask() }),
        loss: () => t5Loss(model, ids(), labels(), { mask: mask() }),
      };
    }
  }
}

describe("models against transformers", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  for (const golden of readGolden<ModelCase>("models")) {
    it(`agree on ${golden.name}: logits, loss and every gradient`, () => {
      const { model, logits, loss } = createModel(golden);
      const variables = loadGolden(model, golden.parameters);
      const before = tensorCount();
      const [values, shape] = tf.tidy(() => [logits().dataSync(), logits().shape]);
      expect(shape).to.deep.equal(golden.logits.shape);
      expect(worstDifference(values, golden.logits.values), "logits").to.be.below(tolerance);
      expect(
        tf.tidy(() => loss().arraySync()),
        "loss",
      ).to.be.closeTo(golden.loss, tolerance * Math.max(1, Math.abs(golden.loss)));
      for (const [quantity, worst] of Object.entries(gradientDifferences(loss, variables, golden.gradients))) {
        expect(worst, quantity).to.be.below(tolerance);
      }
      expect(tensorCount(), "tensors left behind").to.equal(before);
    });
  }
});
