import * as tf from "@tensorflow/tfjs";
import { isNative } from "../native/backend.ts";
import { checkPerColumn } from "./check.ts";
import { floatOperation, matrixProduct, meanOfRows, sumOfRows } from "./operations.ts";
import { overRows } from "./rows.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * Normalises each row, which is the last axis, to mean 0 and variance 1, then scales and shifts each column (Ba, Kiros
 * and Hinton, "Layer Normalization", 2016).
 *
 * @param x [..., C].
 * @param scale [C].
 * @param shift [C].
 * @param epsilon added to the variance (default 1e-5), so that a row of equal numbers gives `shift`, not NaN.
 * @returns [..., C].
 * @throws Error if `scale` or `shift` is not [C].
 *
 * @example
 * layerNorm(tf.tensor([[1, 3]]), tf.ones([2]), tf.zeros([2])).arraySync() // about [[-1, 1]]
 */
export function layerNorm<R extends tf.Rank>(
  x: tf.Tensor<R>,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  epsilon = 1e-5,
): tf.Tensor<R> {
  checkPerColumn(x, "layer norm", { scale, shift });
  const normalise = isNative() ? fastLayerNorm : plainLayerNorm;
  return overRows(x, (rows) => normalise(rows, scale, shift, epsilon));
}

/** The specification of `layerNorm`, over rows [N, C]. */
export function plainLayerNorm(rows: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D, epsilon: number): tf.Tensor {
  return tf.tidy(() => {
    const { mean, variance } = tf.moments(rows, 1, true);
    const normal = tf.mul(tf.sub(rows, mean), tf.rsqrt(tf.add(variance, epsilon)));
    return tf.add(tf.mul(normal, scale), shift);
  });
}

function fastLayerNorm(rows: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D, epsilon: number): tf.Tensor {
  return withGradient([rows, scale, shift], () => {
    const centred = floatOperation("Sub", rows, meanOfRows(rows));
    const variance = meanOfRows(floatOperation("Square", centred));
    const inverse = floatOperation("Rsqrt", floatOperation("AddV2", variance, tf.scalar(epsilon))); // [N, 1]
    const normal = floatOperation("Mul", centred, inverse);
    return {
      value: floatOperation("AddV2", floatOperation("Mul", normal, scale), shift),
      saved: [normal, inverse, scale],
      gradient: (upstream, [normal, inverse, scale]) => {
        const weighted = floatOperation("Mul", upstream, normal);
        // What changes the mean or the variance of a row does not come through: take those parts out. The means over
        // a row, of what reaches `normal` and of its product with it, are products with a column, which are fast.
        const share = tf.reshape(floatOperation("Mul", scale, tf.scalar(1 / scale.size)), [scale.size, 1]);
        const alongMean = matrixProduct(upstream, share); // [N, 1]
        const alongNormal = floatOperation("Mul", normal, matrixProduct(weighted, share));
        const ofNormal = floatOperation("Mul", upstream, scale);
        const rest = floatOperation("Sub", floatOperation("Sub", ofNormal, alongMean), alongNormal);
        return [floatOperation("Mul", inverse, rest), sumOfRows(weighted), sumOfRows(upstream)];
      },
    };
  });
}
