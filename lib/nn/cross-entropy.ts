import { softmaxCrossEntropy, tf } from "../tensor/index.ts";
import { shapeText } from "../tensor/shape.ts";
import { readIds } from "./read-ids.ts";

/**
 * Computes the cross-entropy: the mean of -ln(probability of the right label), in nats, where softmax turns the
 * logits into probabilities. Guessing evenly among V labels costs ln V.
 *
 * @param logits [..., V], any finite size: nothing overflows.
 * @param labels int32 [...], each from 0 to V - 1.
 * @param options `ignoreLabel` (default -1) marks positions that do not count.
 * @returns a single number.
 * @throws Error if the shapes do not fit together or no label counts, RangeError if a label is not in the range.
 *
 * @example
 * crossEntropy(tf.zeros([1, 8]), tf.tensor([3], [1], "int32")).arraySync().toFixed(4) // "2.0794", which is ln 8
 */
export function crossEntropy(
  logits: tf.Tensor,
  labels: tf.Tensor,
  { ignoreLabel = -1 }: { ignoreLabel?: number } = {},
): tf.Scalar {
  const vocabularySize = logits.shape.at(-1) ?? 0;
  if (shapeText(logits.shape.slice(0, -1)) !== shapeText(labels.shape) || logits.rank === 0) {
    throw new Error(
      `Cannot compare logits ${shapeText(logits.shape)} with labels ${shapeText(labels.shape)}: the logits need one axis more, the last`,
    );
  }
  const ids = readIds(labels, "score", "label", vocabularySize, ignoreLabel);
  if (ids?.every((id) => id === ignoreLabel)) {
    throw new Error(
      `Cannot average the loss over no labels: all ${ids.length} of them are ${ignoreLabel}, which is ignored`,
    );
  }
  return tf.tidy(() => {
    const rows: tf.Tensor2D = tf.reshape(logits, [labels.size, vocabularySize]);
    return softmaxCrossEntropy(rows, tf.reshape(labels, [labels.size]), ignoreLabel);
  });
}
