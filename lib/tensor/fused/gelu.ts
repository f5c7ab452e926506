import * as tf from "@tensorflow/tfjs";
import { isNative } from "../native/backend.ts";
import { floatOperation } from "./operations.ts";
import { withGradient } from "./with-gradient.ts";

/** The factors of the approximation, from the paper. */
const inner = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

/**
 * Computes GELU in the form with the hyperbolic tangent, x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))), which is
 * within 0.0005 of the exact one and is what GPT-2 was trained with (Hendrycks and Gimpel, "Gaussian Error Linear
 * Units", 2016).
 *
 * @param x any shape, which the result has too.
 *
 * @example
 * gelu(tf.tensor([-10, 0, 10])).arraySync() // about [0, 0, 10]
 */
export function gelu<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return isNative() ? fastGelu(x) : plainGelu(x);
}

/** The specification of `gelu`. */
export function plainGelu<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.tidy(() => {
    const cube = tf.mul(tf.mul(x, x), x);
    const bend = tf.tanh(tf.mul(tf.add(x, tf.mul(cube, cubic)), inner));
    return tf.mul<tf.Tensor<R>>(tf.mul(x, 0.5), tf.add(bend, 1));
  });
}

function fastGelu<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return withGradient([x], () => {
    const square = floatOperation("Mul", x, x);
    const bend = floatOperation("Tanh", timesPolynomial(x, square, inner, inner * cubic));
    const half = floatOperation("Mul", x, tf.scalar(0.5));
    return {
      value: tf.reshape(floatOperation("AddV2", half, floatOperation("Mul", half, bend)), x.shape),
      saved: [x, bend],
      gradient: (upstream, [x, bend]) => {
        // (1 + t) / 2 + x/2 · (1 - t²) · √(2/π) · (1 + 3 · 0.044715 x²), where t is the tangent.
        const square = floatOperation("Mul", x, x);
        const slope = timesPolynomial(x, square, inner, 3 * inner * cubic);
        const sum = floatOperation("AddV2", floatOperation("TanhGrad", bend, slope), bend);
        const halved = floatOperation("Mul", floatOperation("AddV2", sum, tf.scalar(1)), tf.scalar(0.5));
        return [floatOperation("Mul", upstream, halved)];
      },
    };
  });
}

/** x · (constant + factor · x²). */
function timesPolynomial(x: tf.Tensor, square: tf.Tensor, constant: number, factor: number): tf.Tensor {
  const scaled = floatOperation("Mul", square, tf.scalar(factor));
  return floatOperation("Mul", x, floatOperation("AddV2", scaled, tf.scalar(constant)));
}
