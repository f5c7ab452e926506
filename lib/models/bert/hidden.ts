import { embed, linear, normalize, transformerBlock } from "../../nn/index.ts";
import { dropout, type TensorRandom, tf } from "../../tensor/index.ts";
import { checkTokens } from "../check-tokens.ts";
import type { Bert } from "./bert.ts";

/** What else a BERT is told of its tokens. */
export interface BertInput {
  /** int32 [B, T]: which segment each token belongs to. Default: all to the first, 0. */
  segments?: tf.Tensor2D | undefined;
  /** Bool [B, T]: true where a token is real, false where it is padding. Default: all are real. */
  mask?: tf.Tensor2D | undefined;
  /** Draws the dropout. Default: none, for evaluation. */
  random?: TensorRandom | undefined;
}

/**
 * Computes a vector for every token, which has seen all the others.
 *
 * @param bert from `createBert`.
 * @param ids int32 [B, T], where T is at most the context length.
 * @param input segments, padding and dropout.
 * @returns [B, T, C].
 * @throws Error if the ids are not int32 [B, T], RangeError if T is beyond the context length or an id is not in the
 * vocabulary.
 */
export function bertHidden(bert: Bert, ids: tf.Tensor2D, { segments, mask, random }: BertInput = {}): tf.Tensor3D {
  checkTokens(ids, "a BERT", bert.config.contextLength);
  return tf.tidy(() => {
    const positions = tf.range(0, ids.shape[1], 1, "int32");
    const segmentOf: tf.Tensor2D = segments ?? tf.zerosLike(ids);
    const places = tf.add(embed(bert.tokens, ids), embed(bert.positions, positions)); // [B, T, C]
    const sum: tf.Tensor3D = tf.add(places, embed(bert.segments, segmentOf));
    let h = dropout(normalize(bert.norm, sum), bert.config.dropout ?? 0, random);
    // No query is closed off: what stands at padding attends to the real tokens, and nobody attends to it.
    const open = mask && tf.expandDims(mask, 1); // [B, 1, T]
    for (const block of bert.blocks) {
      h = transformerBlock(block, h, { mask: open, random });
    }
    return h;
  });
}

/**
 * Computes one vector for each text from that of its first token, for classifying texts.
 *
 * @param hidden [B, T, C], from `bertHidden`.
 * @returns [B, C], each number between -1 and 1.
 */
export function bertPooled({ pooler }: Bert, hidden: tf.Tensor3D): tf.Tensor2D {
  return tf.tidy(() => {
    const [batch, , width] = hidden.shape;
    const first: tf.Tensor2D = tf.reshape(tf.slice(hidden, [0, 0, 0], [batch, 1, width]), [batch, width]);
    return tf.tanh(linear(pooler, first));
  });
}
