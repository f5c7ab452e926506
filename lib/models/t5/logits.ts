import {
  crossEntropy,
  embed,
  linear,
  relativeBias,
  rmsNorm,
  type TransformerBlockOptions,
  tokenLogits,
  transformerBlock,
} from "../../nn/index.ts";
import { dropout, type TensorRandom, tf } from "../../tensor/index.ts";
import { checkTokens } from "../check-tokens.ts";
import type { T5, T5Stack } from "./t5.ts";

/** What else a T5 is told of the text that it reads. */
export interface T5Input {
  /** Bool [B, T]: true where a token of the text read is real, false where it is padding. Default: all are real. */
  mask?: tf.Tensor2D | undefined;
  /** Draws the dropout. Default: none, for evaluation. */
  random?: TensorRandom | undefined;
}

/**
 * Reads texts: a vector for every token, which has seen all the others.
 *
 * @param t5 from `createT5`.
 * @param ids int32 [B, T].
 * @param input padding and dropout.
 * @returns [B, T, C], for the decoder to attend to.
 * @throws Error if the ids are not int32 [B, T], RangeError if one is not in the vocabulary.
 */
export function t5Encode(t5: T5, ids: tf.Tensor2D, { mask, random }: T5Input = {}): tf.Tensor3D {
  return tf.tidy(() => runStack(t5, t5.encoder, ids, { mask: mask && tf.expandDims(mask, 1), random }));
}

/**
 * Computes, at every position of the text that is written, the logits of the token that follows.
 *
 * @param t5 from `createT5`.
 * @param ids int32 [B, T]: the text that is read.
 * @param written int32 [B, Td]: what is written so far, from the start token on.
 * @param input padding and dropout.
 * @returns [B, Td, V].
 * @throws Error if the ids are not int32 [B, T], RangeError if one is not in the vocabulary.
 */
export function t5Logits(t5: T5, ids: tf.Tensor2D, written: tf.Tensor2D, input: T5Input = {}): tf.Tensor3D {
  const { mask, random } = input;
  return tf.tidy(() => {
    const h = runStack(t5, t5.decoder, written, {
      causal: true,
      context: t5Encode(t5, ids, input),
      contextMask: mask && tf.expandDims(mask, 1), // [B, 1, T]
      random,
    });
    return toLogits(t5, h);
  });
}

/**
 * Computes the mean cross-entropy of the labels, in nats per token, where the decoder is given the right text up to
 * each token (teacher forcing).
 *
 * @param ids int32 [B, T]: the text that is read.
 * @param labels int32 [B, Td]: the text to write, -1 behind its end.
 * @param input as for `t5Logits`.
 */
export function t5Loss(t5: T5, ids: tf.Tensor2D, labels: tf.Tensor2D, input: T5Input = {}): tf.Scalar {
  return tf.tidy(() => crossEntropy(t5Logits(t5, ids, shiftRight(labels, t5.config.startToken ?? 0), input), labels));
}

/** What the decoder has read when it is to write each label: the start token, then all labels but the last. */
function shiftRight(labels: tf.Tensor2D, startToken: number): tf.Tensor2D {
  const [batch, length] = labels.shape;
  const before = tf.slice(labels, [0, 0], [batch, length - 1]);
  const shifted: tf.Tensor2D = tf.concat([tf.fill([batch, 1], startToken, "int32"), before], 1);
  return tf.maximum(shifted, tf.scalar(0, "int32")); // what stands behind the end must be a token, whichever
}

function runStack(
  { tokens, config }: T5,
  { positions, blocks, norm }: T5Stack,
  ids: tf.Tensor2D,
  options: TransformerBlockOptions,
): tf.Tensor3D {
  checkTokens(ids, "a T5");
  const { dropout: rate = 0 } = config;
  const places = tf.range(0, ids.shape[1], 1, "int32");
  const bias = relativeBias(positions, places, places);
  let h = dropout(embed(tokens, ids), rate, options.random); // [B, T, C]
  for (const block of blocks) {
    h = transformerBlock(block, h, { ...options, bias, scale: 1 });
  }
  return dropout(rmsNorm(norm, h), rate, options.random);
}

/** From what the decoder gives [B, T, C] to logits [B, T, V]. */
export function toLogits({ output, tokens, config }: T5, h: tf.Tensor3D): tf.Tensor3D {
  // The table's vectors have deviation 1: without the division their products would be too large for a softmax.
  return output === undefined ? tokenLogits(tokens, tf.div(h, Math.sqrt(config.width))) : linear(output, h);
}
