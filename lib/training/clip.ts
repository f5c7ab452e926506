import { tf } from "../tensor/index.ts";

/**
 * Shortens a gradient that is longer than `limit`, and leaves its direction as it is (Pascanu et al., "On the
 * difficulty of training recurrent neural networks", 2013).
 *
 * @param gradient [N], the gradients of all parameters in one vector, from `pack`.
 * @param limit the greatest length that is let through; `Infinity` shortens nothing.
 * @returns the gradient [N], and its length before the clipping, which is not finite if one of its numbers is not.
 * @throws RangeError if the limit is not above 0.
 *
 * @example
 * const { gradient, norm } = clipByGlobalNorm(tf.tensor1d([30, 40]), 1);
 * norm.arraySync() // 50
 * gradient.arraySync() // [0.6, 0.8], but for rounding
 */
export function clipByGlobalNorm(gradient: tf.Tensor1D, limit: number): { gradient: tf.Tensor1D; norm: tf.Scalar } {
  if (!(limit > 0)) {
    throw new RangeError(
      `Cannot clip gradients to a length of ${limit}: it must be above 0; Infinity shortens nothing`,
    );
  }
  return tf.tidy(() => {
    const norm = tf.sqrt(tf.sum<tf.Scalar>(tf.square(gradient)));
    if (limit === Number.POSITIVE_INFINITY) {
      return { gradient: tf.clone(gradient), norm };
    }
    // The small number stands where PyTorch has it: a gradient of length 0 stays 0.
    const share: tf.Scalar = tf.minimum(1, tf.div(limit, tf.add(norm, 1e-6)));
    return { gradient: tf.mul<tf.Tensor1D>(gradient, share), norm };
  });
}
