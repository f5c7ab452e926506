import * as tf from "@tensorflow/tfjs";
import { floatOperation } from "../operations.ts";

/** a + b, without the checks and conversions of `tf.add`. */
export function add(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return floatOperation("AddV2", a, b);
}

/** a · b, number by number. */
export function mul(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return floatOperation("Mul", a, b);
}

/** The slope of the sigmoid where its value is `y`. */
export function sigmoidSlope(y: tf.Tensor): tf.Tensor {
  return mul(y, tf.sub(1, y));
}

/** The slope of tanh where its value is `y`. */
export function tanhSlope(y: tf.Tensor): tf.Tensor {
  return tf.sub(1, mul(y, y));
}
