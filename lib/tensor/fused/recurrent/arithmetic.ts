import type * as tf from "@tensorflow/tfjs";
import { floatOperation } from "../operations.ts";

/** a + b, without the checks and conversions of `tf.add`, which a loop would repeat at every step. */
export function add(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return floatOperation("AddV2", a, b);
}

/** a - b. */
export function subtract(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return floatOperation("Sub", a, b);
}

/** a · b, number by number. */
export function mul(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return floatOperation("Mul", a, b);
}
