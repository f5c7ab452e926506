import { tf } from "../tensor/index.ts";
import type { Embedding } from "./embedding.ts";

/**
 * Computes logits with the table that reads the tokens: the better a vector agrees with a token's, the higher its
 * logit (Press and Wolf, "Using the Output Embedding to Improve Language Models", 2017).
 *
 * @param tokens from `createEmbedding`, [V, C].
 * @param x [B, T, C].
 * @returns [B, T, V].
 *
 * @example
 * const tokens = createEmbedding(100, 16, { random: createRandom(1) });
 * tokenLogits(tokens, tf.ones([1, 5, 16])).shape // [1, 5, 100]
 */
export function tokenLogits({ weight }: Embedding, x: tf.Tensor3D): tf.Tensor3D {
  return tf.tidy(() => {
    const [batch, length, width] = x.shape;
    const logits = tf.matMul(tf.reshape(x, [batch * length, width]), weight, false, true); // [B * T, V]
    return tf.reshape(logits, [batch, length, weight.shape[0]]);
  });
}
