import {
  crossEntropy,
  embed,
  linear,
  normalize,
  type Rotation,
  rotaryPositions,
  sinusoidalPositions,
  tokenLogits,
  transformerBlock,
} from "../../nn/index.ts";
import { dropout, type TensorRandom, tf } from "../../tensor/index.ts";
import { checkTokens } from "../check-tokens.ts";
import type { Gpt } from "./gpt.ts";

/**
 * Computes, at every position, the logits of the token that follows.
 *
 * @param gpt from `createGpt`.
 * @param ids int32 [B, T], where T is at most the context length.
 * @param options `random` draws the dropout; without it, as in evaluation, nothing is dropped.
 * @returns [B, T, V]. No position's logits depend on the tokens after it.
 * @throws Error if the ids are not int32 [B, T], RangeError if T is beyond the context length or an id is not in the
 * vocabulary.
 *
 * @example
 * gptLogits(gpt, tf.tensor([[1, 5, 2]], [1, 3], "int32")).shape // [1, 3, vocabularySize]
 */
export function gptLogits(
  gpt: Gpt,
  ids: tf.Tensor2D,
  { random }: { random?: TensorRandom | undefined } = {},
): tf.Tensor3D {
  checkTokens(ids, "a GPT", gpt.config.contextLength);
  return tf.tidy(() => {
    const { blocks } = gpt;
    const positions = tf.range(0, ids.shape[1], 1, "int32");
    const rotation = gptRotation(gpt, positions);
    let h = dropout(embedTokens(gpt, ids, positions), gpt.config.dropout ?? 0, random); // [B, T, C]
    for (const block of blocks) {
      h = transformerBlock(block, h, { causal: true, rotation, random });
    }
    return toLogits(gpt, h);
  });
}

/**
 * Computes the mean cross-entropy of the labels, in nats per token.
 *
 * @param ids int32 [B, T].
 * @param labels int32 [B, T]: what follows each token; -1 where it does not count.
 * @param options as for `gptLogits`.
 *
 * @example
 * // Before training a GPT guesses evenly, and the loss is near ln V.
 * const loss = gptLoss(gpt, ids, labels);
 */
export function gptLoss(
  gpt: Gpt,
  ids: tf.Tensor2D,
  labels: tf.Tensor2D,
  options: { random?: TensorRandom | undefined } = {},
): tf.Scalar {
  return tf.tidy(() => crossEntropy(gptLogits(gpt, ids, options), labels));
}

/** The vectors of the tokens with those of their positions: [B, T, C]. */
export function embedTokens(gpt: Gpt, ids: tf.Tensor2D, positions: tf.Tensor1D): tf.Tensor3D {
  const { tokens, config } = gpt;
  const vectors = embed(tokens, ids);
  if (gpt.positions !== undefined) {
    return tf.add(vectors, embed(gpt.positions, positions));
  }
  return config.positions === "sinusoidal" ? tf.add(vectors, sinusoidalPositions(positions, config.width)) : vectors;
}

/** By how much queries and keys turn at these positions, where the positions are rotary. */
export function gptRotation({ config }: Gpt, positions: tf.Tensor1D): Rotation | undefined {
  return config.positions === "rotary" ? rotaryPositions(positions, config.width / config.heads) : undefined;
}

/** From what the last block gives [B, T, C] to logits [B, T, V]. */
export function toLogits({ norm, output, tokens }: Gpt, h: tf.Tensor3D): tf.Tensor3D {
  const normed = normalize(norm, h);
  return output === undefined ? tokenLogits(tokens, normed) : linear(output, normed);
}
