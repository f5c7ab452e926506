import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random/index.ts";
import { bitsUsed, randomBits } from "./random-bits.ts";
import { shapeText, sizeOf } from "./shape.ts";

/**
 * A source of random tensors whose seed is a tensor: a compiled step takes the seed as an argument and draws other
 * numbers every time. The same seed gives the same numbers on every backend, compiled or not.
 */
export interface TensorRandom {
  /** Draws float32 numbers from [0, 1), evenly, with 24 random bits. Each call draws anew. */
  uniform<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R>;
  /** Draws bools, each true with this probability. Each call draws anew. */
  chance<R extends tf.Rank>(shape: tf.ShapeMap[R], probability: number): tf.Tensor<R>;
}

/**
 * Creates the source of this seed. Create it inside the step that draws from it, so that each run of the step begins
 * with its first draw and only the seed tells the runs apart. Not for secrets.
 *
 * @param seed int32 [2], any numbers; `seedTensor` draws one. It must outlive the source.
 * @throws Error if the seed is anything else.
 *
 * @example
 * const random = createTensorRandom(seedTensor(createRandom(1)));
 * random.uniform([2, 3]).shape // [2, 3]
 */
export function createTensorRandom(seed: tf.Tensor1D): TensorRandom {
  if (seed.dtype !== "int32" || shapeText(seed.shape) !== "[2]") {
    throw new Error(
      `Cannot seed with a ${seed.dtype} tensor ${shapeText(seed.shape)}: it must be int32 [2]; seedTensor makes one`,
    );
  }
  let draws = 0;
  return {
    uniform(shape) {
      const size = sizeOf(shape);
      return tf.tidy(() => {
        const bits = tf.cast(randomBits(seed, draws++, size), "float32");
        return tf.reshape(tf.add(tf.mul(bits, 2 ** -bitsUsed), 0.5), shape);
      });
    },
    chance(shape, probability) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new RangeError(`Cannot draw with the probability ${probability}: it lies between 0 and 1`);
      }
      const size = sizeOf(shape);
      const below = Math.round(probability * 2 ** bitsUsed) - 2 ** (bitsUsed - 1);
      return tf.tidy(() => tf.reshape(tf.less(randomBits(seed, draws++, size), tf.scalar(below, "int32")), shape));
    },
  };
}

/**
 * Draws the seed of a `TensorRandom`.
 *
 * @param random where it comes from; it moves on by two integers.
 * @returns int32 [2].
 *
 * @example
 * seedTensor(createRandom(1)).shape // [2]
 */
export function seedTensor(random: Random): tf.Tensor1D {
  return tf.tensor1d([random.integer(2 ** 32) | 0, random.integer(2 ** 32) | 0], "int32");
}

/**
 * Sets each number to 0 with the probability `rate`, and divides the rest by 1 - `rate`, so that the mean stays
 * (Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014).
 *
 * @param x any shape.
 * @param rate from 0 up to, but not including, 1.
 * @param random where the choice comes from; absent, as in evaluation, `x` comes back unchanged.
 * @returns a tensor of the shape of `x`.
 * @throws RangeError if the rate makes no sense.
 *
 * @example
 * dropout(tf.ones([4]), 0.5, createTensorRandom(tf.tensor1d([1, 2], "int32"))).shape // [4], each number 0 or 2
 */
export function dropout<R extends tf.Rank>(x: tf.Tensor<R>, rate: number, random?: TensorRandom): tf.Tensor<R> {
  return tf.tidy(() => {
    const factors = dropoutFactors(x.shape, rate, random);
    return factors === undefined ? tf.clone(x) : tf.mul<tf.Tensor<R>>(x, factors);
  });
}

/** What `dropout` multiplies a tensor of this shape by; nothing where that leaves it unchanged. */
export function dropoutFactors<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  rate: number,
  random: TensorRandom | undefined,
): tf.Tensor<R> | undefined {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`Cannot drop a share of ${rate}: it must be from 0 up to, but not including, 1`);
  }
  if (random === undefined || rate === 0) {
    return undefined;
  }
  return tf.tidy(() => tf.mul<tf.Tensor<R>>(tf.cast(random.chance(shape, 1 - rate), "float32"), 1 / (1 - rate)));
}
