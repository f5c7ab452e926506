import * as tf from "@tensorflow/tfjs";
import { isNative } from "../native/backend.ts";
import { checkPerColumn } from "./check.ts";
import { floatOperation, matrixProduct, meanOfRows, sumOfRows } from "./operations.ts";
import { overRows } from "./rows.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * Divides each row, which is the last axis, by its root mean square, then scales each column (Zhang and Sennrich,
 * "Root Mean Square Layer Normalization", 2019).
 *
 * @param x [..., C].
 * @param scale [C].
 * @param epsilon added to the mean square (default 1e-6), so that a row of zeros gives zeros, not NaN.
 * @returns [..., C].
 * @throws Error if `scale` is not [C].
 *
 * @example
 * rmsNorm(tf.tensor([[3, 3]]), tf.ones([2])).arraySync() // about [[1, 1]]
 */
export function rmsNorm<R extends tf.Rank>(x: tf.Tensor<R>, scale: tf.Tensor1D, epsilon = 1e-6): tf.Tensor<R> {
  checkPerColumn(x, "RMS norm", { scale });
  const normalise = isNative() ? fastRmsNorm : plainRmsNorm;
  return overRows(x, (rows) => normalise(rows, scale, epsilon));
}

/** The specification of `rmsNorm`, over rows [N, C]. */
export function plainRmsNorm(rows: tf.Tensor2D, scale: tf.Tensor1D, epsilon: number): tf.Tensor {
  return tf.tidy(() => {
    const meanSquare = tf.mean(tf.square(rows), 1, true);
    return tf.mul(tf.mul(rows, tf.rsqrt(tf.add(meanSquare, epsilon))), scale);
  });
}

function fastRmsNorm(rows: tf.Tensor2D, scale: tf.Tensor1D, epsilon: number): tf.Tensor {
  return withGradient([rows, scale], () => {
    const meanSquare = meanOfRows(floatOperation("Square", rows));
    const inverse = floatOperation("Rsqrt", floatOperation("AddV2", meanSquare, tf.scalar(epsilon))); // [N, 1]
    const normal = floatOperation("Mul", rows, inverse);
    return {
      value: floatOperation("Mul", normal, scale),
      saved: [normal, inverse, scale],
      gradient: (upstream, [normal, inverse, scale]) => {
        const weighted = floatOperation("Mul", upstream, normal);
        // What only makes a row longer does not come through: take that part out. Its size, a mean over the row, is a
        // product with a column, which is fast.
        const share = tf.reshape(floatOperation("Mul", scale, tf.scalar(1 / scale.size)), [scale.size, 1]);
        const alongNormal = floatOperation("Mul", normal, matrixProduct(weighted, share));
        const rest = floatOperation("Sub", floatOperation("Mul", upstream, scale), alongNormal);
        return [floatOperation("Mul", inverse, rest), sumOfRows(weighted)];
      },
    };
  });
}
