import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random/index.ts";
import { sizeOf } from "./shape.ts";

/**
 * Draws a float32 tensor of normal numbers, row by row.
 *
 * @param shape its axes; `[]` gives a single number.
 * @param random where the numbers come from; it moves on by two uniform draws a number.
 * @param options `mean` (default 0) and standard `deviation` (default 1).
 * @throws RangeError if the shape, the mean or the deviation makes no sense.
 *
 * @example
 * const weights = randomNormal([4, 2], createRandom(1), { deviation: 0.02 });
 * weights.shape // [4, 2]
 */
export function randomNormal<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  random: Random,
  { mean = 0, deviation = 1 }: { mean?: number; deviation?: number } = {},
): tf.Tensor<R> {
  if (!Number.isFinite(mean) || !Number.isFinite(deviation) || deviation < 0) {
    throw new RangeError(
      `Cannot draw normal numbers with mean ${mean} and deviation ${deviation}: both are finite, and the deviation is 0 or more`,
    );
  }
  return fill(shape, () => mean + deviation * random.normal());
}

/**
 * Draws a float32 tensor of numbers spread evenly over [`low`, `high`), row by row.
 *
 * @param shape its axes; `[]` gives a single number.
 * @param random where the numbers come from; it moves on by one uniform draw a number.
 * @param options `low` (default 0) and `high` (default 1).
 * @throws RangeError if the shape makes no sense or `low` is not below `high`.
 *
 * @example
 * const noise = randomUniform([3], createRandom(1), { low: -1, high: 1 });
 * noise.shape // [3]
 */
export function randomUniform<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  random: Random,
  { low = 0, high = 1 }: { low?: number; high?: number } = {},
): tf.Tensor<R> {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new RangeError(`Cannot draw uniform numbers from [${low}, ${high}): the low end must be below the high end`);
  }
  return fill(shape, () => low + (high - low) * random.uniform());
}

function fill<R extends tf.Rank>(shape: tf.ShapeMap[R], draw: () => number): tf.Tensor<R> {
  const values = new Float32Array(sizeOf(shape));
  for (let at = 0; at < values.length; at++) {
    values[at] = draw();
  }
  return tf.tensor(values, shape);
}
