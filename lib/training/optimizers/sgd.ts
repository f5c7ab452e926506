import { tf } from "../../tensor/index.ts";
import type { Optimizer, Parameters } from "./optimizer.ts";
import { checkOptimizer, parameterList, zerosLike } from "./optimizer.ts";
import { unpack } from "./packed.ts";

/** The settings of SGD. */
export interface SgdOptions {
  /** How much of the last step's velocity is kept. Default: 0, plain gradient descent. */
  momentum?: number;
  /** Whether to look ahead by the velocity (Nesterov, 1983). Needs momentum. Default: false. */
  nesterov?: boolean;
}

/**
 * Creates stochastic gradient descent: each parameter moves against its gradient by the learning rate. With momentum it
 * moves by a velocity, to which each gradient adds (Sutskever et al., "On the importance of initialization and
 * momentum in deep learning", 2013, in the form that PyTorch gives it).
 *
 * @param parameters the variables that learn.
 * @returns an optimiser without state, or with momentum one number for each parameter's number.
 * @throws RangeError if the momentum is not from 0 to below 1; Error if `nesterov` stands without it.
 *
 * @example
 * const x = tf.variable(tf.tensor1d([1, 2]));
 * sgd([x]).update(tf.tensor1d([2, -4]), tf.scalar(0.25));
 * x.arraySync() // [0.5, 3]
 */
export function sgd(parameters: Parameters, { momentum = 0, nesterov = false }: SgdOptions = {}): Optimizer {
  const list = parameterList(parameters);
  checkOptimizer("SGD", list, { momentum: { value: momentum, below: 1 } });
  if (nesterov && momentum === 0) {
    throw new Error(
      "Cannot create SGD with nesterov and no momentum: it looks ahead by the velocity; set momentum: 0.9",
    );
  }
  const velocity = momentum === 0 ? undefined : zerosLike(list); // [N]

  function directionOf(gradient: tf.Tensor1D): tf.Tensor1D {
    if (velocity === undefined) {
      return gradient;
    }
    velocity.assign(tf.add(tf.mul(velocity, momentum), gradient));
    return nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
  }

  function update(gradient: tf.Tensor1D, learningRate: tf.Scalar): void {
    tf.tidy(() => {
      const moves = unpack(tf.mul(directionOf(gradient), learningRate), list);
      for (const [at, parameter] of list.entries()) {
        parameter.assign(tf.sub(parameter, moves[at] ?? 0));
      }
    });
  }

  return {
    parameters: list,
    state: new Map(velocity === undefined ? [] : [["velocity", velocity]]),
    update,
    dispose: () => velocity?.dispose(),
  };
}
