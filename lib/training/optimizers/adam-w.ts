import { tf } from "../../tensor/index.ts";
import type { Optimizer, Parameters } from "./optimizer.ts";
import { checkOptimizer, parameterList, zerosLike } from "./optimizer.ts";
import { unpack } from "./packed.ts";

/** The settings of AdamW. */
export interface AdamWOptions {
  /** How much of the mean gradient is kept at each step. Default: 0.9. */
  beta1?: number;
  /** How much of the mean squared gradient is kept at each step. Default: 0.999. */
  beta2?: number;
  /** Keeps the division from running away where the gradients are near 0. Default: 1e-8. */
  epsilon?: number;
  /** By what share of itself, times the learning rate, a parameter shrinks at each step. Default: 0.01. */
  weightDecay?: number;
  /** Which parameters shrink. Default: those of two axes or more, so neither biases nor the scales of norms. */
  decays?: (parameter: tf.Variable) => boolean;
}

/**
 * Creates an AdamW optimiser: each number moves by the learning rate, times its mean gradient over the root of its
 * mean squared gradient (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015); the decay of the weights
 * stands apart from that (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019). With a weight decay
 * of 0 it is Adam.
 *
 * @param parameters the variables that learn.
 * @returns an optimiser whose state, 2 N + 1 numbers for N parameters, starts at 0.
 * @throws RangeError if a setting is outside its range.
 *
 * @example
 * const x = tf.variable(tf.tensor1d([1, 2]));
 * const optimizer = adamW([x], { weightDecay: 0 });
 * optimizer.update(tf.tensor1d([0.5, -3]), tf.scalar(0.1));
 * x.arraySync() // [0.9, 2.1], but for rounding: the first step is as long as the learning rate
 */
export function adamW(
  parameters: Parameters,
  {
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-8,
    weightDecay = 0.01,
    decays = (parameter) => parameter.rank >= 2,
  }: AdamWOptions = {},
): Optimizer {
  const list = parameterList(parameters);
  checkOptimizer("AdamW", list, {
    beta1: { value: beta1, below: 1 },
    beta2: { value: beta2, below: 1 },
    epsilon: { value: epsilon },
    weightDecay: { value: weightDecay },
  });
  const shrinks = list.map((parameter) => weightDecay > 0 && decays(parameter));
  const mean = zerosLike(list); // [N]
  const square = zerosLike(list); // [N]
  const step = tf.tidy(() => tf.variable(tf.scalar(0), false));

  function update(gradient: tf.Tensor1D, learningRate: tf.Scalar): void {
    tf.tidy(() => {
      step.assign(tf.add(step, 1));
      mean.assign(tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1)));
      square.assign(tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2)));

      // Means that start at 0 are too small at first, by 1 - beta ^ step.
      const size = tf.div(learningRate, shortfall(beta1, step));
      const root = tf.sqrt(tf.div(square, shortfall(beta2, step)));
      const moves = unpack(tf.mul(size, tf.div(mean, tf.add(root, epsilon))), list);

      const kept = tf.sub(1, tf.mul(learningRate, weightDecay));
      for (const [at, parameter] of list.entries()) {
        const start = shrinks[at] ? tf.mul(parameter, kept) : parameter;
        parameter.assign(tf.sub(start, moves[at] ?? 0));
      }
    });
  }

  return {
    parameters: list,
    state: new Map<string, tf.Variable>([
      ["mean", mean],
      ["square", square],
      ["step", step],
    ]),
    update,
    dispose: () => tf.dispose([mean, square, step]),
  };
}

/** 1 - beta ^ step, which float32 keeps exact in this form only: 1 - 0.999 is a difference of near numbers. */
function shortfall(beta: number, step: tf.Tensor): tf.Tensor {
  return tf.neg(tf.expm1(tf.mul(step, Math.log(beta))));
}
