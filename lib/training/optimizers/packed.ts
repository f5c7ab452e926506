import { tf } from "../../tensor/index.ts";

/** What has the shape of a tensor: one vector is cut into pieces like these. */
type Shaped = { readonly shape: number[]; readonly size: number };

/**
 * Writes tensors one after the other into one vector: the gradients of all parameters are then the gradient, singular,
 * and an optimiser is a formula over it. It is also fast: a step of a small GPT takes 5 operations over one vector
 * instead of 5 over each of 50 tensors, and one input and output of the compiled step instead of 50.
 *
 * @param tensors float32, of any shapes; at least one.
 * @returns [N], where N is how many numbers they hold together.
 *
 * @example
 * pack([tf.ones([2, 2]), tf.zeros([3])]).arraySync() // [1, 1, 1, 1, 0, 0, 0]
 */
export function pack(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.tidy(() => tf.concat1d(tensors.map((tensor) => tf.reshape<tf.Rank.R1>(tensor, [tensor.size]))));
}

/**
 * Cuts a vector into tensors of the shapes of `like`: the inverse of `pack`.
 *
 * @param vector [N].
 * @param like what has the shapes, N numbers together.
 * @throws Error if `like` holds more or fewer numbers than the vector.
 *
 * @example
 * unpack(tf.range(0, 7), [tf.ones([2, 2]), tf.zeros([3])])[1].arraySync() // [4, 5, 6]
 */
export function unpack(vector: tf.Tensor1D, like: readonly Shaped[]): tf.Tensor[] {
  const total = like.reduce((sum, { size }) => sum + size, 0);
  if (vector.size !== total) {
    throw new Error(
      `Cannot cut a vector of ${vector.size} numbers into tensors of ${total}: it takes as many as the tensors hold`,
    );
  }
  return tf.tidy(() => {
    let start = 0;
    return like.map(({ shape, size }) => {
      const piece = tf.slice1d(vector, start, size);
      start += size;
      return tf.reshape(piece, shape);
    });
  });
}
