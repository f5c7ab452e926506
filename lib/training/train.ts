import { setImmediate as turnOfEventLoop } from "node:timers/promises";
import { listenForInterrupt, progress } from "../display/index.ts";
import { tf } from "../tensor/index.ts";
import { trainingStep } from "./training-step.ts";

/** What to train, and how. */
export interface TrainingOptions {
  /** The variables that learn, from `parametersOf(model)`. */
  parameters: tf.Variable[];
  /** Computes the loss of step 0, 1, 2, ... on a batch of its choice: a single number, as a tensor. */
  loss: (step: number) => tf.Tensor;
  /** How many steps to take. */
  steps: number;
  /** The learning rate of Adam. Default: 0.001. Not together with `optimizer`. */
  learningRate?: number;
  /** An optimiser of your own, which keeps its state for a next call. Default: a new Adam. */
  optimizer?: tf.Optimizer;
  /** Stops the training when it aborts. */
  signal?: AbortSignal;
  /** Whether to show a progress bar. Default: true. */
  progress?: boolean;
  /** What the progress bar says. Default: "Training". */
  label?: string;
  /** Called after each step, with its number and the loss before its update. */
  onStep?: (step: number, loss: number) => void;
}

/** How the training went. */
export interface TrainingResult {
  /** The loss of each step taken, before its update. */
  losses: number[];
  /** How many steps were taken. */
  steps: number;
  seconds: number;
  /** Whether all steps were taken: false after an interrupt. */
  finished: boolean;
}

/**
 * Trains parameters by gradient descent, with Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015)
 * unless told otherwise.
 *
 * The variables change in place, one step after the other. An interrupt, from Jupyter's stop button, Ctrl-C or
 * `signal`, ends it after the step under way, and what was learnt till then stays.
 *
 * @returns the losses and the time; `finished` is false after an interrupt.
 * @throws Error if the loss is no single number, does not depend on every parameter, or becomes NaN or infinite; the
 * parameters are then as the last good step left them.
 *
 * @example
 * const x = tf.variable(tf.scalar(5));
 * const { losses } = await train({ parameters: [x], loss: () => tf.square(x), steps: 100, learningRate: 0.1 });
 * // x is now near 0, where its square is smallest
 */
export async function train(options: TrainingOptions): Promise<TrainingResult> {
  const { parameters, loss, steps, signal, label = "Training", onStep } = options;
  check(options);
  const bar = options.progress === false ? undefined : progress({ total: steps, label });
  const optimizer = options.optimizer ?? tf.train.adam(options.learningRate);
  const interrupt = listenForInterrupt();
  const start = performance.now();
  const losses: number[] = [];
  try {
    while (losses.length < steps && !interrupt.signal.aborted && !signal?.aborted) {
      const step = losses.length;
      const value = trainingStep({ parameters, loss, optimizer, step });
      losses.push(value);
      bar?.update(losses.length, { loss: value });
      onStep?.(step, value);
      // An interrupt arrives only while nothing runs.
      await turnOfEventLoop();
    }
  } finally {
    interrupt.release();
    bar?.finish();
    if (options.optimizer === undefined) {
      optimizer.dispose();
    }
  }
  const seconds = (performance.now() - start) / 1000;
  return { losses, steps: losses.length, seconds, finished: losses.length === steps };
}

function check({ parameters, steps, learningRate, optimizer }: TrainingOptions): void {
  if (parameters.length === 0) {
    throw new Error("Cannot train without parameters: pass the variables that learn, from parametersOf(model)");
  }
  if (!Number.isInteger(steps) || steps < 0) {
    throw new RangeError(`Cannot train for ${steps} steps: it takes a whole number from 0 up`);
  }
  if (learningRate !== undefined && optimizer !== undefined) {
    throw new Error("Cannot train with both a learning rate and an optimizer: give the optimizer its learning rate");
  }
  if (learningRate !== undefined && !(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new RangeError(`Cannot train with a learning rate of ${learningRate}: it must be a number above 0`);
  }
}
