import type { CompileMode } from "../tensor/index.ts";
import { compile, compiledPart, createTensorRandom, tf } from "../tensor/index.ts";
import { clipByGlobalNorm } from "./clip.ts";
import { lossAndGradients } from "./gradients.ts";
import type { Optimizer } from "./optimizers/index.ts";
import { pack } from "./optimizers/index.ts";
import type { LossFunction } from "./options.ts";

/** What one step works with. */
interface StepSettings<Batch extends tf.Tensor[]> {
  /** The variables that learn, by the names that messages give them. */
  parameters: ReadonlyMap<string, tf.Variable>;
  loss: LossFunction<Batch>;
  optimizer: Optimizer;
  /** The greatest length of the gradient; `Infinity` for none. */
  clipNorm: number;
  /** How many batches make one step. */
  accumulate: number;
  mode: CompileMode;
}

/** What a step tells: both from before its update. */
export interface StepReport {
  loss: number;
  norm: number;
}

/** A training step: forward, backward, clipping and update, as one compiled function. */
export interface TrainingStep<Batch extends tf.Tensor[]> {
  /**
   * Takes in one batch.
   *
   * @param seed int32 [2], of the batch's random numbers.
   * @param rate the learning rate of the step.
   * @returns undefined until the last batch of the step, then the mean loss and the length of the mean gradient. Where
   * one of these is not finite, nothing was updated.
   */
  take(batch: Batch, seed: tf.Tensor1D, rate: tf.Scalar): StepReport | undefined;
  dispose(): void;
}

/** Creates the training step. */
export function createTrainingStep<Batch extends tf.Tensor[]>(settings: StepSettings<Batch>): TrainingStep<Batch> {
  return settings.accumulate === 1 ? wholeStep(settings) : stepInParts(settings);
}

function wholeStep<Batch extends tf.Tensor[]>(settings: StepSettings<Batch>): TrainingStep<Batch> {
  const step = compile(
    (seed: tf.Tensor1D, rate: tf.Scalar, ...batch: Batch) => {
      const { loss, gradient } = lossAndGradient(settings, seed, batch);
      return update(settings, loss, gradient, rate);
    },
    { mode: settings.mode, name: "training step" },
  );
  return { take: (batch, seed, rate) => report(step(seed, rate, ...batch)), dispose: step.dispose };
}

/** Adds up the gradients of several batches, and updates with their mean. */
function stepInParts<Batch extends tf.Tensor[]>(settings: StepSettings<Batch>): TrainingStep<Batch> {
  const { parameters, accumulate, mode } = settings;
  const [meanLoss, meanGradient] = tf.tidy(() => [
    tf.variable(tf.scalar(0), false),
    tf.variable(tf.zerosLike(pack([...parameters.values()])), false),
  ]);
  const add = compile(
    (seed: tf.Tensor1D, ...batch: Batch) => {
      const { loss, gradient } = lossAndGradient(settings, seed, batch);
      meanLoss.assign(tf.add(meanLoss, tf.div(loss, accumulate)));
      meanGradient.assign(tf.add(meanGradient, tf.div(gradient, accumulate)));
    },
    { mode, name: "part of a training step" },
  );
  const finish = compile(
    (rate: tf.Scalar) => {
      const result = update(settings, tf.clone(meanLoss), meanGradient, rate);
      meanLoss.assign(tf.zerosLike(meanLoss));
      meanGradient.assign(tf.zerosLike(meanGradient));
      return result;
    },
    { mode, name: "end of a training step" },
  );
  let taken = 0;
  return {
    take(batch, seed, rate) {
      add(seed, ...batch);
      taken = (taken + 1) % accumulate;
      return taken === 0 ? report(finish(rate)) : undefined;
    },
    dispose() {
      add.dispose();
      finish.dispose();
      tf.dispose([meanLoss, meanGradient]);
    },
  };
}

function lossAndGradient<Batch extends tf.Tensor[]>(
  { parameters, loss }: StepSettings<Batch>,
  seed: tf.Tensor1D,
  batch: Batch,
): { loss: tf.Scalar; gradient: tf.Tensor1D } {
  const { value, gradients } = lossAndGradients(() => loss(batch, { random: createTensorRandom(seed) }), parameters);
  return { loss: value, gradient: pack(gradients) };
}

/**
 * Updates all parameters, or nothing if the loss or the gradient is not finite; gives both as [loss, norm]. XLA
 * compiles it also in a graph, where its many small operations take longer than their arithmetic.
 */
function update(
  { optimizer, clipNorm }: Pick<StepSettings<tf.Tensor[]>, "optimizer" | "clipNorm">,
  loss: tf.Scalar,
  gradient: tf.Tensor1D,
  rate: tf.Scalar,
): tf.Tensor {
  const [result] = compiledPart(() => {
    const { gradient: clipped, norm } = clipByGlobalNorm(gradient, clipNorm);
    const finite = tf.logicalAnd(isNumber(loss), isNumber(norm));
    const before = [...optimizer.state.values()].map((variable) => ({ variable, value: tf.clone(variable) }));
    // A rate of 0 moves no parameter; NaN times 0 would still be NaN.
    optimizer.update(tf.where(finite, clipped, tf.zerosLike(clipped)), tf.where(finite, rate, tf.zerosLike(rate)));
    for (const { variable, value } of before) {
      variable.assign(tf.where(finite, variable, value));
    }
    return [tf.stack([loss, norm])];
  });
  return result;
}

/** Not every backend has tf.isFinite. NaN is in no order with any number. */
function isNumber(x: tf.Scalar): tf.Scalar {
  return tf.lessEqual(tf.abs(x), 3.4e38);
}

/** The one read of a step. */
function report(result: tf.Tensor): StepReport {
  const [loss = Number.NaN, norm = Number.NaN] = result.dataSync();
  result.dispose();
  return { loss, norm };
}
