import { createGpt, gptLoss } from "../../../../lib/models/index.ts";
import { createRandom } from "../../../../lib/random/index.ts";
import { tf } from "../../../../lib/tensor/index.ts";
import type { Task } from "../task.ts";

/** A model and the loss that it is trained by. */
export interface Learner {
  readonly model: object;
  readonly mode: "xla" | "graph";
  loss(batch: tf.Tensor[]): tf.Scalar;
}

/** Makes the model of a training task with our library. */
export function createLearner(task: Task): Learner {
  const random = createRandom(1).stream("weights");
  switch (task.kind) {
    case "gpt": {
      const { vocabulary, length, ...sizes } = task;
      const gpt = createGpt({ ...sizes, vocabularySize: vocabulary, contextLength: length }, { random });
      return { model: gpt, mode: "xla", loss: ([ids, labels]) => gptLoss(gpt, asIds(ids), asIds(labels)) };
    }
    default:
      throw new Error(`Cannot train a model of the kind "${task.kind}" yet`);
  }
}

function asIds(tensor: tf.Tensor | undefined): tf.Tensor2D {
  if (tensor === undefined) throw new Error("Cannot train on this batch: a tensor is missing");
  return tf.reshape<tf.Rank.R2>(tensor, [tensor.shape[0] ?? 0, tensor.shape[1] ?? 0]);
}
