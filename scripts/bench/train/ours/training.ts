import { namedParameters } from "../../../../lib/nn/index.ts";
import { createRandom } from "../../../../lib/random/index.ts";
import { seedTensor, tf } from "../../../../lib/tensor/index.ts";
import { adamW, createTrainingStep, createValidation } from "../../../../lib/training/index.ts";
import type { TaskOrder } from "../task.ts";
import { BatchFile } from "./batch-file.ts";
import type { Learner } from "./learners.ts";
import type { Work } from "./work.ts";

/** Trains a model by the steps that `train` takes, with batches and learning rates that are given. */
export function startTraining(order: TaskOrder, { model, mode, loss }: Learner): Work {
  const { beta1, beta2, weightDecay, clip = Number.POSITIVE_INFINITY } = order;
  const parameters = namedParameters(model);
  const optimizer = adamW(parameters, { beta1, beta2, weightDecay });
  const step = createTrainingStep({ parameters, loss, optimizer, clipNorm: clip, accumulate: 1, mode });
  const batches = new BatchFile(order.batches, order.inputs);
  const random = createRandom(1);
  return {
    parameters,
    step(rate) {
      const inputs = { batch: batches.next(), seed: seedTensor(random), rate: tf.scalar(rate) };
      const report = step.take(inputs.batch, inputs.seed, inputs.rate);
      tf.dispose(inputs);
      return report?.loss ?? Number.NaN;
    },
    async evaluate(path) {
      const heldOut = new BatchFile(path, order.inputs);
      const validation = createValidation({ batch: () => heldOut.next(), batches: heldOut.count, loss, mode });
      const mean = await validation.measure();
      validation.dispose();
      return mean ?? Number.NaN;
    },
  };
}
