import { layerNorm as layerNormFused, tf } from "../tensor/index.ts";
import { shapeText } from "../tensor/shape.ts";
import { checkSize } from "./linear.ts";

/** A layer norm: `scale` and `shift` are [width]; without a bias there is no `shift`. */
export interface LayerNorm {
  kind: "layer";
  scale: tf.Variable<tf.Rank.R1>;
  shift?: tf.Variable<tf.Rank.R1>;
  epsilon: number;
}

/**
 * Creates a layer norm, which changes nothing yet but the size: its scale starts at 1, its shift at 0.
 *
 * @param width the size of the vectors.
 * @param options `epsilon` (default 1e-5) is added to the variance, so that equal numbers do not divide by 0; `bias`
 * (default true) adds a shift.
 * @throws RangeError if the width is not a whole number from 1 up.
 *
 * @example
 * layerNorm(createLayerNorm(2), tf.tensor([[1, 3]])).arraySync() // [[-1, 1]] but for the epsilon
 */
export function createLayerNorm(
  width: number,
  { epsilon = 1e-5, bias = true }: { epsilon?: number | undefined; bias?: boolean } = {},
): LayerNorm {
  checkSize(width, "a layer norm", "numbers a vector");
  return tf.tidy(() => {
    const scale = tf.variable<tf.Rank.R1>(tf.ones([width]));
    return {
      kind: "layer" as const,
      scale,
      ...(bias && { shift: tf.variable<tf.Rank.R1>(tf.zeros([width])) }),
      epsilon,
    };
  });
}

/**
 * Gives each vector of the last axis mean 0 and variance 1, then scales and shifts it (Ba et al., "Layer
 * Normalization", 2016).
 *
 * @param layer from `createLayerNorm`.
 * @param x [..., width].
 * @returns the same shape.
 * @throws Error if the last axis of `x` is not the width.
 */
export function layerNorm<R extends tf.Rank>({ scale, shift, epsilon }: LayerNorm, x: tf.Tensor<R>): tf.Tensor<R> {
  checkWidth(x, scale, "a layer norm");
  return tf.tidy(() => layerNormFused(x, scale, shift ?? tf.zeros([scale.size]), epsilon));
}

/** Checks that the vectors of `x` are as wide as a norm's scale. */
export function checkWidth(x: tf.Tensor, scale: tf.Tensor, norm: string): void {
  if (x.shape.at(-1) !== scale.size) {
    throw new Error(
      `Cannot put ${shapeText(x.shape)} through ${norm}: the last axis must be ${scale.size}, the size of its vectors`,
    );
  }
}
