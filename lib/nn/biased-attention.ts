import { type AttentionOptions, dropout as drop, tf } from "../tensor/index.ts";

/** So low that its exponential, next to any score's, is exactly 0; yet finite, because infinity gives NaN. */
const lowest = -3.4e38;

/**
 * Computes attention whose scores have something added before the softmax: softmax(queries · keysᵀ · scale + bias) ·
 * values, as T5's relative positions need it (Raffel et al., 2020, section 2.1).
 *
 * @param queries [B, H, T, d].
 * @param keys [B, H, Tk, d].
 * @param values [B, H, Tk, d].
 * @param bias broadcast to [B, H, T, Tk].
 * @param options as for `softmaxAttention`, but a query that may attend nowhere spreads its attention evenly.
 * @returns [B, H, T, d].
 */
export function biasedAttention(
  queries: tf.Tensor4D,
  keys: tf.Tensor4D,
  values: tf.Tensor4D,
  bias: tf.Tensor,
  { mask, causal = false, scale = 1 / Math.sqrt(queries.shape[3]), dropout = 0, random }: AttentionOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    const [length, keyLength] = [queries.shape[2], keys.shape[2]];
    // Scaled before the product: the queries are fewer numbers than the scores, most often.
    const scores = tf.add(tf.matMul(tf.mul(queries, scale), keys, false, true), bias); // [B, H, T, Tk]
    let weights = scores;
    if (causal && length > 1) {
      const open = Array.from({ length }, (_, query) =>
        Array.from({ length: keyLength }, (_, key) => key <= query + keyLength - length),
      );
      weights = tf.where(tf.tensor2d(open, [length, keyLength], "bool"), weights, lowest);
    }
    if (mask !== undefined) {
      weights = tf.where(mask, weights, lowest);
    }
    return tf.matMul(drop(tf.softmax(weights), dropout, random), values) as tf.Tensor4D;
  });
}
