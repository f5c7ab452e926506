import { crossEntropy, linear, normalize, tokenLogits } from "../../nn/index.ts";
import { gelu, geluExact, tf } from "../../tensor/index.ts";
import type { Bert } from "./bert.ts";
import { type BertInput, bertHidden } from "./hidden.ts";

/**
 * Computes, at every position, the logits of the token that stands there, or that a mask token hides.
 *
 * @param bert from `createBert`.
 * @param ids int32 [B, T].
 * @param input segments, padding and dropout.
 * @returns [B, T, V].
 * @throws as `bertHidden`.
 */
export function bertLogits(bert: Bert, ids: tf.Tensor2D, input: BertInput = {}): tf.Tensor3D {
  const { dense, norm, bias } = bert.head;
  const activate = bert.config.activation === "gelu" ? gelu : geluExact;
  return tf.tidy(() => {
    const h = normalize(norm, activate(linear(dense, bertHidden(bert, ids, input))));
    return tf.add(tokenLogits(bert.tokens, h), bias);
  });
}

/**
 * Computes the mean cross-entropy of the labels, in nats per token.
 *
 * @param ids int32 [B, T], some of them hidden behind a mask token.
 * @param labels int32 [B, T]: what is hidden; -1 where nothing is asked.
 * @param input as for `bertLogits`.
 */
export function bertLoss(bert: Bert, ids: tf.Tensor2D, labels: tf.Tensor2D, input: BertInput = {}): tf.Scalar {
  return tf.tidy(() => crossEntropy(bertLogits(bert, ids, input), labels));
}
