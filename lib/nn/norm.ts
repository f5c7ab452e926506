import type { tf } from "../tensor/index.ts";
import { createLayerNorm, type LayerNorm, layerNorm } from "./layer-norm.ts";
import { createRmsNorm, type RmsNorm, rmsNorm } from "./rms-norm.ts";

/** Either norm, so that a model can choose by a word in its configuration. */
export type Norm = LayerNorm | RmsNorm;

/**
 * Creates the norm of this kind: `"layer"` or `"rms"`.
 *
 * @param options `epsilon`: by default that of the kind; `bias` (default true): whether a layer norm has a shift.
 * @throws RangeError if there is no such kind, or the width is not a whole number from 1 up.
 *
 * @example
 * normalize(createNorm("rms", 2), tf.tensor([[3, 3]])).arraySync() // [[1, 1]] but for the epsilon
 */
export function createNorm(
  kind: Norm["kind"],
  width: number,
  options: { epsilon?: number | undefined; bias?: boolean } = {},
): Norm {
  if (kind !== "layer" && kind !== "rms") {
    throw new RangeError(`Cannot create the norm "${kind}": there are layer and rms`);
  }
  return kind === "layer" ? createLayerNorm(width, options) : createRmsNorm(width, options);
}

/**
 * Puts `x` through a norm of either kind.
 *
 * @param x [..., width].
 * @returns the same shape.
 */
export function normalize<R extends tf.Rank>(norm: Norm, x: tf.Tensor<R>): tf.Tensor<R> {
  return norm.kind === "layer" ? layerNorm(norm, x) : rmsNorm(norm, x);
}
