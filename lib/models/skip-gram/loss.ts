import { embed } from "../../nn/index.ts";
import { tf } from "../../tensor/index.ts";
import { shapeText } from "../../tensor/shape.ts";
import type { SkipGram } from "./skip-gram.ts";

/**
 * Computes the loss of telling real neighbours from random words (negative sampling; Mikolov et al., "Distributed
 * Representations of Words and Phrases and their Compositionality", 2013, equation 4): for each word c in the middle
 * -ln sigmoid(c · real) - sum of ln sigmoid(-c · random), and the mean of that over the batch.
 *
 * @param model from `createSkipGram`.
 * @param centres int32 [B]: the words in the middle.
 * @param contexts int32 [B, 1 + K]: for each a word that stood near it, then K that were drawn at random.
 * @returns a single number, in nats; (1 + K) ln 2 before training.
 * @throws Error if the ids are not int32 [B] and [B, 1 + K], RangeError if one is not in the vocabulary.
 *
 * @example
 * const [centres, contexts] = [tf.tensor1d([4], "int32"), tf.tensor2d([[7, 0, 3]], [1, 3], "int32")];
 * skipGramLoss(createSkipGram({ vocabularySize: 9, width: 4 }, { random }), centres, contexts); // 3 ln 2
 */
export function skipGramLoss(model: SkipGram, centres: tf.Tensor1D, contexts: tf.Tensor2D): tf.Scalar {
  if (centres.rank !== 1 || contexts.rank !== 2 || contexts.shape[0] !== centres.shape[0] || contexts.shape[1] < 2) {
    throw new Error(
      `Cannot compare centres ${shapeText(centres.shape)} with contexts ${shapeText(contexts.shape)}: they must be [B] and [B, 1 + K], a real neighbour and K random words for each centre`,
    );
  }
  return tf.tidy(() => {
    const middle = tf.expandDims(embed(model.centres, centres), 1); // [B, 1, C]
    const scores = tf.sum(tf.mul(middle, embed(model.contexts, contexts)), 2); // [B, 1 + K]
    // softplus(x) = -ln sigmoid(-x), and does not overflow. Only the first of each row is to score high.
    const [count, each] = contexts.shape;
    const real = tf.softplus(tf.neg(tf.slice(scores, [0, 0], [count, 1])));
    const random = tf.softplus(tf.slice(scores, [0, 1], [count, each - 1]));
    return tf.div(tf.add(tf.sum(real), tf.sum(random)), count);
  });
}
