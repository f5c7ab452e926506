import * as tf from "@tensorflow/tfjs";
import { isNative } from "../native/backend.ts";
import { shapeText } from "../shape.ts";
import { floatOperation, productAndSumsOverRows, productOverRows, productWithWeight } from "./operations.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * Computes x · weight + bias.
 *
 * @param x [N, inputSize].
 * @param weight [inputSize, outputSize].
 * @param bias [outputSize]; absent means none.
 * @returns [N, outputSize].
 * @throws Error if the shapes do not fit together.
 *
 * @example
 * linearFused(tf.ones([5, 3]), tf.ones([3, 2]), tf.zeros([2])).shape // [5, 2]
 */
export function linearFused(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  const [inputSize, outputSize] = weight.shape;
  if (x.rank !== 2 || weight.rank !== 2 || x.shape[1] !== inputSize) {
    throw new Error(
      `Cannot multiply ${shapeText(x.shape)} by a weight ${shapeText(weight.shape)}: each has two axes, and the last of the one must be the first of the other`,
    );
  }
  if (bias !== undefined && (bias.rank !== 1 || bias.shape[0] !== outputSize)) {
    throw new Error(
      `Cannot add a bias ${shapeText(bias.shape)} to ${outputSize} outputs: it needs one number each, [${outputSize}]`,
    );
  }
  return isNative() ? fastLinear(x, weight, bias) : plainLinear(x, weight, bias);
}

/** The specification of `linearFused`. */
export function plainLinear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  return tf.tidy(() => {
    const product: tf.Tensor2D = tf.matMul(x, weight);
    return bias === undefined ? product : tf.add(product, bias);
  });
}

function fastLinear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  const inputs = bias === undefined ? [x, weight] : [x, weight, bias];
  return withGradient(inputs, () => {
    const product = productWithWeight(x, weight);
    const value = bias === undefined ? product : floatOperation("BiasAdd", product, bias);
    return {
      value: tf.reshape<tf.Rank.R2>(value, [x.shape[0], weight.shape[1]]),
      saved: [x, weight],
      gradient: (upstream, [x, weight]) => {
        const ofX = productWithWeight(upstream, weight, { transposeB: true });
        return bias === undefined ? [ofX, productOverRows(x, upstream)] : [ofX, ...productAndSumsOverRows(x, upstream)];
      },
    };
  });
}
