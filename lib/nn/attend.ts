import { softmaxAttention, type TensorRandom, tf } from "../tensor/index.ts";
import { linear } from "./linear.ts";
import {
  checkSequences,
  type KeysAndValues,
  keysAndValues,
  type MultiHeadAttention,
  mergeHeads,
  overHeads,
  repeatHeads,
  splitHeads,
} from "./multi-head-attention.ts";
import { type Rotation, rotate } from "./positions.ts";

/** Who may attend to whom, and how positions come in. */
export interface AttendOptions {
  /** Whether a position sees only itself and what stands before it. Default: false. */
  causal?: boolean | undefined;
  /** Bool, true where attending is allowed: [T, Tk], [B or 1, T or 1, Tk] or [B or 1, H or 1, T or 1, Tk]. */
  mask?: tf.Tensor | undefined;
  /** Turns queries and keys by their positions, from `rotaryPositions`. */
  rotation?: Rotation | undefined;
  /** Added to the scores, [B or 1, H or 1, T, Tk]: T5's relative positions. */
  bias?: tf.Tensor | undefined;
  /** What the scores are multiplied with. Default: 1 / sqrt(headSize). */
  scale?: number | undefined;
  /** The share of the weights that training sets to 0. Default: 0. */
  dropout?: number | undefined;
  /** Draws the dropout. Default: none, for evaluation. */
  random?: TensorRandom | undefined;
}

/**
 * Lets every position of `x` attend, once in each head: to `x` itself, or to `context` (cross-attention). What
 * `multiHeadAttention` does, without the weights: the fused operation never holds them for longer than it must.
 *
 * @param layer from `createMultiHeadAttention`.
 * @param x [B, T, C].
 * @param options `context`: [B, Tk, C], default `x`; and `AttendOptions`.
 * @returns [B, T, C].
 * @throws Error if the shapes do not fit together.
 *
 * @example
 * const layer = createMultiHeadAttention({ width: 8, heads: 4, keyValueHeads: 2, random: createRandom(1) });
 * attend(layer, tf.ones([1, 5, 8]), { causal: true }).shape // [1, 5, 8]
 */
export function attend(
  layer: MultiHeadAttention,
  x: tf.Tensor3D,
  { context = x, ...options }: AttendOptions & { context?: tf.Tensor3D } = {},
): tf.Tensor3D {
  checkSequences(x, context, layer.queries.weight.shape[0] ?? 0);
  return tf.tidy(() => attendTo(layer, x, attendable(layer, context, options.rotation), options));
}

/** The keys and values of `context` [B, Tk, C], turned by their positions where these are rotary. */
export function attendable(layer: MultiHeadAttention, context: tf.Tensor3D, rotation?: Rotation): KeysAndValues {
  return tf.tidy(() => {
    const { keys, values } = keysAndValues(layer, context);
    return { keys: rotation === undefined ? keys : rotate(keys, rotation), values };
  });
}

/** Lets `x` [B, T, C] attend to keys and values that exist already: those of a cache, or of an encoder's output. */
export function attendTo(
  layer: MultiHeadAttention,
  x: tf.Tensor3D,
  { keys, values }: KeysAndValues,
  { rotation, mask, ...options }: AttendOptions = {},
): tf.Tensor3D {
  return tf.tidy(() => {
    const straight = splitHeads(linear(layer.queries, x), layer.heads); // [B, H, T, d]
    const queries = rotation === undefined ? straight : rotate(straight, rotation);
    const output = softmaxAttention(queries, repeatHeads(keys, layer.heads), repeatHeads(values, layer.heads), {
      ...options,
      mask: mask && overHeads(mask),
    }); // [B, H, T, d]
    return linear(layer.output, mergeHeads(output)); // [B, T, C]
  });
}
