import { isRecording, tf } from "../tensor/index.ts";
import { shapeText } from "../tensor/shape.ts";

/** So low that its exponential, next to any score's, is exactly 0; yet finite, because infinity gives NaN. */
const lowest = -3.4e38;

/**
 * Turns scores into weights that add up to 1 over the last axis, and are exactly 0 where the mask is. A row that the
 * mask closes altogether is all 0.
 *
 * @param scores [..., Tq, Tk].
 * @param mask bool or 0 and 1, of a shape that broadcasts to that of the scores.
 * @throws Error if it does not broadcast, or holds other numbers.
 */
export function maskedSoftmax<T extends tf.Tensor>(scores: T, mask: tf.Tensor): T {
  checkMask(scores, mask);
  return tf.tidy(() => {
    const open = tf.cast(mask, "bool");
    const weights = tf.softmax(tf.where(open, scores, lowest));
    // In a closed row all scores are equally low, and softmax shares the weight out: take it back.
    return tf.mul(weights, tf.cast(open, "float32"));
  });
}

function checkMask(scores: tf.Tensor, mask: tf.Tensor): void {
  const offset = scores.rank - mask.rank;
  const fits = offset >= 0 && mask.shape.every((axis, at) => axis === 1 || axis === scores.shape[at + offset]);
  if (!fits) {
    throw new Error(
      `Cannot mask scores ${shapeText(scores.shape)} with a mask ${shapeText(mask.shape)}: counted from the last, each axis of the mask must be 1 or that of the scores`,
    );
  }
  // While a step is being recorded, a mask of numbers is one of many and cannot be read.
  if (mask.dtype === "bool" || isRecording()) {
    return;
  }
  const wrong = mask.dataSync().find((value) => value !== 0 && value !== 1);
  if (wrong !== undefined) {
    throw new Error(`Cannot read ${wrong} in a mask: 1 means that a position may be attended to, 0 that it may not`);
  }
}
