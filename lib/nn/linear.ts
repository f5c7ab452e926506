import type { Random } from "../random/index.ts";
import { linearFused, randomNormal, tf } from "../tensor/index.ts";
import { shapeText } from "../tensor/shape.ts";

/** What a linear layer computes with: `weight` is [inputSize, outputSize], `bias` is [outputSize]. */
export interface LinearWeights {
  weight: tf.Tensor2D;
  bias?: tf.Tensor1D;
}

/** A linear layer, whose weights learn. */
export interface Linear extends LinearWeights {
  weight: tf.Variable<tf.Rank.R2>;
  bias?: tf.Variable<tf.Rank.R1>;
}

/**
 * Creates a linear layer. Its weights are normal with variance 1 / `inputSize`, so that the outputs vary as much as
 * the inputs (LeCun et al., "Efficient BackProp", 1998); its bias starts at 0.
 *
 * @param inputSize the width of the inputs.
 * @param outputSize the width of the outputs.
 * @param options `random` draws the weights; `bias` (default true) adds one; `deviation` replaces the weights' own.
 * @throws RangeError if a size is not a whole number from 1 up.
 *
 * @example
 * const layer = createLinear(3, 2, { random: createRandom(1) });
 * linear(layer, tf.ones([5, 3])).shape // [5, 2]
 */
export function createLinear(
  inputSize: number,
  outputSize: number,
  { random, bias = true, deviation }: { random: Random; bias?: boolean; deviation?: number | undefined },
): Linear {
  checkSize(inputSize, "a linear layer", "inputs");
  checkSize(outputSize, "a linear layer", "outputs");
  return tf.tidy(() => {
    const shape: [number, number] = [inputSize, outputSize];
    const weight = tf.variable<tf.Rank.R2>(
      randomNormal(shape, random, { deviation: deviation ?? 1 / Math.sqrt(inputSize) }),
    );
    return bias ? { weight, bias: tf.variable<tf.Rank.R1>(tf.zeros([outputSize])) } : { weight };
  });
}

/**
 * Computes x · weight + bias over the last axis.
 *
 * @param layer from `createLinear`.
 * @param x [..., inputSize].
 * @returns [..., outputSize].
 * @throws Error if the last axis of `x` is not inputSize.
 */
export function linear<R extends tf.Rank>({ weight, bias }: LinearWeights, x: tf.Tensor<R>): tf.Tensor<R> {
  const [inputSize, outputSize] = weight.shape;
  if (x.shape.at(-1) !== inputSize) {
    throw new Error(
      `Cannot put ${shapeText(x.shape)} through a linear layer: the last axis must be ${inputSize}, the size of its inputs`,
    );
  }
  return tf.tidy(() => {
    // Flat, because the gradient of a product of [B, T, C] with [C, D] does not exist in TensorFlow.js.
    const rows: tf.Tensor2D = tf.reshape(x, [x.size / inputSize, inputSize]);
    const shape = [...x.shape.slice(0, -1), outputSize] as tf.ShapeMap[R]; // as many axes as x has
    return tf.reshape(linearFused(rows, weight, bias), shape);
  });
}

/** Checks the size of one axis of a layer. */
export function checkSize(size: number, layer: string, axis: string): void {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`Cannot create ${layer} with ${size} ${axis}: it needs a whole number from 1 up`);
  }
}
