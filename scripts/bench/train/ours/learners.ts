import { bertLoss, createBert, createGpt, createT5, gptLoss, t5Loss } from "../../../../lib/models/index.ts";
import { createRandom } from "../../../../lib/random/index.ts";
import type { CompileMode, tf } from "../../../../lib/tensor/index.ts";
import type { Task } from "../task.ts";

/** A model and the loss that it is trained by. */
export interface Learner {
  /** Its parameters are those that learn. */
  readonly model: object;
  readonly mode: CompileMode;
  loss(batch: tf.Tensor[]): tf.Scalar;
}

/** Makes the model of a training task with our library. */
export function createLearner({ vocabulary, length, ...sizes }: Task): Learner {
  const random = createRandom(1).stream("weights");
  const config = { ...sizes, vocabularySize: vocabulary, contextLength: length };
  const loss = (compute: (ids: tf.Tensor2D, labels: tf.Tensor2D) => tf.Scalar) => (batch: tf.Tensor[]) =>
    compute(idsOf(batch[0]), idsOf(batch[1]));
  switch (config.kind) {
    case "gpt": {
      const gpt = createGpt(config, { random });
      return { model: gpt, mode: "xla", loss: loss((ids, labels) => gptLoss(gpt, ids, labels)) };
    }
    case "bert": {
      const bert = createBert(config, { random });
      // Finding masked tokens does not use the pooler.
      const { pooler: _, ...model } = bert;
      return { model, mode: "xla", loss: loss((ids, labels) => bertLoss(bert, ids, labels)) };
    }
    case "encoder-decoder": {
      const t5 = createT5(config, { random });
      return { model: t5, mode: "xla", loss: loss((ids, labels) => t5Loss(t5, ids, labels)) };
    }
    default:
      throw new Error(`Cannot train a model of the kind "${config.kind}" yet`);
  }
}

function idsOf(tensor: tf.Tensor | undefined): tf.Tensor2D {
  if (tensor?.rank !== 2) throw new Error("Cannot train on this batch: it is not two tensors of ids [B, T]");
  return tensor as tf.Tensor2D; // as just checked
}
