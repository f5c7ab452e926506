import * as tf from "@tensorflow/tfjs";

/**
 * Runs an operation that keeps the shape and takes rows, [N, C], on a tensor of any number of axes, [..., C].
 */
export function overRows<R extends tf.Rank>(
  x: tf.Tensor<R>,
  operation: (rows: tf.Tensor2D) => tf.Tensor,
): tf.Tensor<R> {
  return tf.tidy(() => {
    const width = x.shape.at(-1) ?? 1;
    const rows = tf.reshape<tf.Rank.R2>(x, [x.size / width, width]);
    return tf.reshape(operation(rows), x.shape);
  });
}
