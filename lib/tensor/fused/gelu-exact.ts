import * as tf from "@tensorflow/tfjs";
import { isNative } from "../native/backend.ts";
import { floatOperation } from "./operations.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * Computes GELU exactly, x · Φ(x), where Φ is the distribution function of the normal distribution: what BERT was
 * trained with (Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016).
 *
 * @param x any shape, which the result has too.
 *
 * @example
 * geluExact(tf.tensor([-10, 0, 10])).arraySync() // about [0, 0, 10]
 */
export function geluExact<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return isNative() ? fastGeluExact(x) : plainGeluExact(x);
}

/** The specification of `geluExact`. */
export function plainGeluExact<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.tidy(() => {
    const distribution = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
    return tf.mul<tf.Tensor<R>>(x, distribution);
  });
}

function fastGeluExact<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return withGradient([x], () => {
    const error = floatOperation("Erf", floatOperation("Mul", x, tf.scalar(Math.SQRT1_2)));
    const distribution = floatOperation("Mul", floatOperation("AddV2", error, tf.scalar(1)), tf.scalar(0.5));
    return {
      value: tf.reshape(floatOperation("Mul", x, distribution), x.shape),
      saved: [x, distribution],
      gradient: (upstream, [x, distribution]) => {
        // Φ(x) + x · φ(x), where φ(x) = exp(-x² / 2) / √(2π) is the density.
        const exponent = floatOperation("Mul", floatOperation("Mul", x, x), tf.scalar(-0.5));
        const density = floatOperation("Mul", floatOperation("Exp", exponent), tf.scalar(1 / Math.sqrt(2 * Math.PI)));
        const slope = floatOperation("AddV2", distribution, floatOperation("Mul", x, density));
        return [floatOperation("Mul", upstream, slope)];
      },
    };
  });
}
