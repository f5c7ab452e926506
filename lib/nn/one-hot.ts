import { tf } from "../tensor/index.ts";

/**
 * Makes one row for each id: 1 at the id, 0 elsewhere. As whole numbers first: WebAssembly's one-hot writes those
 * whatever type it is asked for, and writes past the end for an id out of range, so `ids` must have been checked.
 *
 * @param ids int32 [N], each from 0 to `count` - 1.
 * @returns [N, count] of the type asked for.
 */
export function oneHotRows(ids: tf.Tensor, count: number, type: "bool" | "float32"): tf.Tensor {
  return tf.tidy(() => tf.cast(tf.oneHot(ids, count, 1, 0, "int32"), type));
}
