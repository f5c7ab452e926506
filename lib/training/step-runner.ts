import { setImmediate as turnOfEventLoop } from "node:timers/promises";
import { createRandom } from "../random/index.ts";
import { seedTensor, tf } from "../tensor/index.ts";
import { diagnose } from "./diagnosis.ts";
import { namesOf } from "./gradients.ts";
import type { Optimizer } from "./optimizers/index.ts";
import type { TrainingOptions } from "./options.ts";
import type { StepReport } from "./training-step.ts";
import { createTrainingStep } from "./training-step.ts";

/** Takes the steps of a training, each by its number alone: its batches, its random numbers, its learning rate. */
export interface StepRunner {
  /**
   * Takes a step.
   *
   * @returns how it went, with the number of tokens in it; undefined if it was stopped between two of its batches.
   * @throws Error that says where and why, if the loss or the gradient is not finite. Nothing was updated then.
   */
  take(step: number): Promise<(StepReport & { tokens: number }) | undefined>;
  dispose(): void;
}

/** Prepares the steps of a training. `stopped` says whether to end before the next batch. */
export function createStepRunner<Batch extends [] | tf.Tensor[]>(
  options: TrainingOptions<Batch>,
  optimizer: Optimizer,
  stopped: () => boolean,
): StepRunner {
  const { loss, learningRate = 0.001, accumulate = 1, seed = 0, clipNorm = Number.POSITIVE_INFINITY } = options;
  // Without batches there are no tensors that the loss could expect.
  const batchOf = options.batch ?? (() => [] as tf.Tensor[] as Batch);
  const rateOf = typeof learningRate === "number" ? () => learningRate : learningRate;
  const parameters = namesOf(options.parameters);
  const mode = modeOf(options);
  const trainingStep = createTrainingStep({ parameters, loss, optimizer, clipNorm, accumulate, mode });
  const random = createRandom(seed);
  const [batches, dropout] = [random.stream("batches"), random.stream("dropout")];

  async function take(step: number) {
    const stepRate = checkedRate(rateOf(step), step);
    let tokens = 0;
    for (let part = 0; part < accumulate && !(part > 0 && stopped()); part++) {
      const index = step * accumulate + part;
      const batch = await batchOf(index, batches.stream(String(index)));
      const [partSeed, rate] = [seedTensor(dropout.stream(String(index))), tf.scalar(stepRate)];
      try {
        tokens += tokensIn(batch);
        const report = trainingStep.take(batch, partSeed, rate);
        if (report !== undefined && !(Number.isFinite(report.loss) && Number.isFinite(report.norm))) {
          throw diagnose({ step, report, loss, batch, seed: partSeed, parameters });
        }
        if (report !== undefined) {
          return { ...report, tokens };
        }
      } finally {
        tf.dispose([...batch, partSeed, rate]);
      }
      await turnOfEventLoop();
    }
    return undefined;
  }

  return { take, dispose: trainingStep.dispose };
}

/** A loss that is given no batches may count steps and draw numbers itself, which no compiled step can. */
export function modeOf<Batch extends [] | tf.Tensor[]>({ mode, batch }: TrainingOptions<Batch>) {
  return mode ?? (batch === undefined ? "eager" : "xla");
}

function checkedRate(rate: number, step: number): number {
  if (!(rate >= 0 && Number.isFinite(rate))) {
    throw new RangeError(
      `Cannot train with a learning rate of ${rate}, which step ${step} has: it is a number from 0 up`,
    );
  }
  return rate;
}

/** Ids come as whole numbers, and first. Other batches are not counted in tokens. */
function tokensIn([ids]: readonly tf.Tensor[]): number {
  return ids?.dtype === "int32" ? ids.size : 0;
}
