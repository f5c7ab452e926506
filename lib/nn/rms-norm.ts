import { rmsNorm as rmsNormFused, tf } from "../tensor/index.ts";
import { checkWidth } from "./layer-norm.ts";
import { checkSize } from "./linear.ts";

/** An RMS norm: `scale` is [width]. */
export interface RmsNorm {
  kind: "rms";
  scale: tf.Variable<tf.Rank.R1>;
  epsilon: number;
}

/**
 * Creates an RMS norm, whose scale starts at 1.
 *
 * @param width the size of the vectors.
 * @param options `epsilon` (default 1e-6) is added to the mean square, so that zeros do not divide by 0.
 * @throws RangeError if the width is not a whole number from 1 up.
 *
 * @example
 * rmsNorm(createRmsNorm(2), tf.tensor([[3, 3]])).arraySync() // [[1, 1]] but for the epsilon
 */
export function createRmsNorm(width: number, { epsilon = 1e-6 }: { epsilon?: number | undefined } = {}): RmsNorm {
  checkSize(width, "an RMS norm", "numbers a vector");
  return tf.tidy(() => ({ kind: "rms" as const, scale: tf.variable<tf.Rank.R1>(tf.ones([width])), epsilon }));
}

/**
 * Divides each vector of the last axis by the root of its mean square, then scales it: a layer norm that leaves the
 * mean where it is (Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019).
 *
 * @param layer from `createRmsNorm`.
 * @param x [..., width].
 * @returns the same shape.
 * @throws Error if the last axis of `x` is not the width.
 */
export function rmsNorm<R extends tf.Rank>({ scale, epsilon }: RmsNorm, x: tf.Tensor<R>): tf.Tensor<R> {
  checkWidth(x, scale, "an RMS norm");
  return tf.tidy(() => rmsNormFused(x, scale, epsilon));
}
