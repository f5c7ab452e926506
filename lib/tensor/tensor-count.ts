import * as tf from "@tensorflow/tfjs";

/**
 * Counts the tensors and variables that exist now. Work that leaves it higher than its results account for leaks.
 *
 * @example
 * const before = tensorCount();
 * const x = tf.zeros([2, 3]);
 * tensorCount() - before // 1
 */
export function tensorCount(): number {
  return tf.memory().numTensors;
}
