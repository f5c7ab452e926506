import type { Random } from "../random/index.ts";
import { createRandom } from "../random/index.ts";
import type { CompileMode, TensorRandom, tf } from "../tensor/index.ts";
import type { CheckpointOptions } from "./checkpoints/index.ts";
import type { Optimizer, Parameters } from "./optimizers/index.ts";
import type { Schedule } from "./schedules.ts";

/**
 * Gives batch 0, 1, 2, ... of the training: tensors that the loop disposes of. Whatever is drawn for it must come from
 * `random`, which depends on the seed and the batch's number only: that makes a training that is taken up again the
 * same as one that was never interrupted.
 */
export type BatchSource<Batch extends tf.Tensor[]> = (index: number, random: Random) => Batch | Promise<Batch>;

/**
 * Computes the loss of a batch: a single number, as a tensor. `random` is for dropout; it is absent in validation.
 */
export type LossFunction<Batch extends tf.Tensor[]> = (
  batch: Batch,
  options: { readonly random?: TensorRandom },
) => tf.Tensor;

/** What is held out, and how often to look at it. */
export interface ValidationOptions<Batch extends tf.Tensor[]> {
  /** Gives held-out batch 0, 1, 2, ...; the same numbers each time make losses that can be compared. */
  batch: BatchSource<Batch>;
  /** How many batches one validation takes. */
  batches: number;
  /** After how many steps it takes place; also after the last step. */
  every: number;
  /** Ends the training after so many validations in a row that brought no lower loss. Default: never. */
  patience?: number;
}

/** What to train, and how. */
export interface TrainingOptions<Batch extends [] | tf.Tensor[] = []> {
  /** The variables that learn: `parametersOf(model)`, or `namedParameters(model)`, by which messages can name them. */
  parameters: Parameters;
  /** Gives each step its batch. Default: none, for a loss over constant tensors. */
  batch?: BatchSource<Batch>;
  /** The loss. In a compiled step it is recorded once: tensors other than the batch are constants then. */
  loss: LossFunction<Batch>;
  /** How many steps there are, counted from the very beginning where a checkpoint is taken up. */
  steps: number;
  /** The learning rate, or one for each step: `joinSchedules(warmUp(...), 100, cosine(...))`. Default: 0.001. */
  learningRate?: number | Schedule;
  /** An optimiser of your own, which keeps its state for a next call. Default: Adam, which is `adamW` without decay. */
  optimizer?: Optimizer;
  /** The greatest length of the gradient of all parameters together; a longer one is shortened. Default: none, and
   * the progress bar leaves the length out. */
  clipNorm?: number;
  /** How many batches make one step, whose gradient is their mean: a large batch in the memory of a small. Default: 1. */
  accumulate?: number;
  /** What the batches' and the dropout's random numbers come from. Default: 0. */
  seed?: number;
  /**
   * How a step runs: "xla" for transformers, "graph" for recurrent networks, "eager" for debugging and for a loss that
   * reads tensors or draws numbers in JavaScript. Default: "xla" with batches, "eager" without.
   */
  mode?: CompileMode;
  /** Measures the loss on held-out batches from time to time. */
  validation?: ValidationOptions<Batch>;
  /** Saves the training in a folder, and takes it up again from there. */
  checkpoint?: CheckpointOptions;
  /** Stops the training when it aborts. */
  signal?: AbortSignal;
  /** Whether to show a progress bar. Default: true. */
  progress?: boolean;
  /** Whether to draw the loss while it falls. Default: false. */
  figure?: boolean;
  /** What the progress bar and the figure say. Default: "Training". */
  label?: string;
  /** Called after each step, with its number, and the loss and the gradient's length before its update. */
  onStep?: (step: number, loss: number, norm: number) => void;
}

/** Why the training ended: all steps taken, an interrupt or the signal, or no lower loss for a while. */
export type TrainingEnd = "all steps" | "interrupted" | "no improvement";

/** How the training went. */
export interface TrainingResult {
  /** The loss of each step taken, before its update. */
  losses: number[];
  /** The length of the gradient in each step taken, before it was clipped. */
  norms: number[];
  /** The mean loss of each validation, and how many steps had been taken. */
  validation: { step: number; loss: number }[];
  /** How many steps were taken in all, those before the checkpoint included. */
  steps: number;
  seconds: number;
  /** Whether there is nothing left to do: false after an interrupt. */
  finished: boolean;
  end: TrainingEnd;
}

/** Checks what can be checked before the first step. */
export function checkTraining<Batch extends [] | tf.Tensor[]>({
  parameters,
  steps,
  learningRate,
  optimizer,
  accumulate = 1,
  clipNorm = 1,
  batch,
  validation,
  seed = 0,
}: TrainingOptions<Batch>): void {
  // It checks the seed.
  createRandom(seed);
  const list = [...parameters.values()];
  if (list.length === 0) {
    throw new Error("Cannot train without parameters: pass the variables that learn, from parametersOf(model)");
  }
  if (!Number.isInteger(steps) || steps < 0) {
    throw new RangeError(`Cannot train for ${steps} steps: it takes a whole number from 0 up`);
  }
  if (typeof learningRate === "number" && !(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new RangeError(`Cannot train with a learning rate of ${learningRate}: it must be a number above 0`);
  }
  if (
    optimizer !== undefined &&
    (optimizer.parameters.length !== list.length || list.some((each, at) => each !== optimizer.parameters[at]))
  ) {
    throw new Error(
      "Cannot train these parameters with an optimizer of others: create it with the same parameters in the same order",
    );
  }
  if (!Number.isInteger(accumulate) || accumulate < 1) {
    throw new RangeError(`Cannot make a step of ${accumulate} batches: accumulate is a whole number from 1 up`);
  }
  if (accumulate > 1 && batch === undefined) {
    throw new Error(`Cannot accumulate ${accumulate} batches: there are none; give batch, or leave accumulate out`);
  }
  if (!(clipNorm > 0)) {
    throw new RangeError(`Cannot clip gradients to a length of ${clipNorm}: it must be above 0`);
  }
  for (const name of ["batches", "every", "patience"] as const) {
    const count = validation?.[name] ?? 1;
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`Cannot validate with ${name} ${count}: it is a whole number from 1 up`);
    }
  }
}
