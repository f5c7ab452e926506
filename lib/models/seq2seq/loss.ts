import { crossEntropy } from "../../nn/index.ts";
import type { TensorRandom } from "../../tensor/index.ts";
import { tf } from "../../tensor/index.ts";
import { shapeText } from "../../tensor/shape.ts";
import { checkTokens } from "../check-tokens.ts";
import { decode } from "./decode.ts";
import { encode } from "./encode.ts";
import type { Seq2Seq } from "./seq2seq.ts";

/** A batch of pairs, filled up with the id for padding at their ends. */
export interface Seq2SeqBatch {
  /** int32 [B, S]. */
  source: tf.Tensor2D;
  /** int32 [B, T]: each target up to and with its end, without its start. */
  target: tf.Tensor2D;
}

/**
 * Computes the logits of each target token from the source and the right tokens before it (teacher forcing).
 *
 * @param model from `createSeq2Seq`.
 * @param options `random` draws the dropout; without it, as in evaluation, nothing is dropped.
 * @returns [B, T, V].
 * @throws Error if source and target are not int32 [B, S] and [B, T], RangeError if an id is in no vocabulary.
 *
 * @example
 * const ids = (rows: number[][]) => tf.tensor2d(rows, undefined, "int32");
 * const batch = { source: ids([[5, 6, 7]]), target: ids([[7, 6, 5, 2]]) };
 * seq2SeqLogits(model, batch).shape // [1, 4, targetVocabularySize]
 */
export function seq2SeqLogits(
  model: Seq2Seq,
  { source, target }: Seq2SeqBatch,
  { random }: { random?: TensorRandom | undefined } = {},
): tf.Tensor3D {
  checkTokens(target, "a decoder");
  const [batch, length] = target.shape;
  if (source.shape[0] !== batch) {
    throw new Error(
      `Cannot translate sources ${shapeText(source.shape)} to targets ${shapeText(target.shape)}: each needs its own`,
    );
  }
  return tf.tidy(() => {
    const memory = encode(model, source, random);
    const start: tf.Tensor2D = tf.fill([batch, 1], model.config.start, "int32");
    const before = tf.concat([start, tf.slice(target, [0, 0], [batch, length - 1])], 1);
    return decode(model, memory, before, memory.state, random).logits;
  });
}

/**
 * Computes the mean cross-entropy of the targets' tokens under teacher forcing, in nats a token; padding does not
 * count.
 *
 * @param options as for `seq2SeqLogits`.
 *
 * @example
 * seq2SeqLoss(model, batch).arraySync() // near ln targetVocabularySize before training
 */
export function seq2SeqLoss(
  model: Seq2Seq,
  batch: Seq2SeqBatch,
  options: { random?: TensorRandom | undefined } = {},
): tf.Scalar {
  const { padding } = model.config;
  return tf.tidy(() => crossEntropy(seq2SeqLogits(model, batch, options), batch.target, { ignoreLabel: padding }));
}
