import type { Random } from "../random/index.ts";
import { gatherRows, randomNormal, tf } from "../tensor/index.ts";
import { checkSize } from "./linear.ts";

/** A learned number for each head and each distance between query and key, where far distances share one. */
export interface RelativePositions {
  /** [buckets, heads]. */
  weight: tf.Variable<tf.Rank.R2>;
  /** Whether keys after the query have buckets of their own. */
  bothSides: boolean;
  maximumDistance: number;
}

/**
 * Creates T5's relative positions (Raffel et al., "Exploring the Limits of Transfer Learning with a Unified
 * Text-to-Text Transformer", 2020, section 2.1).
 *
 * @param options `heads`: each has its own numbers. `bothSides`: true for an encoder, false for a decoder, which never
 * looks ahead. `buckets` (default 32) share the distances: half of them hold one distance each, the rest grow
 * logarithmically up to `maximumDistance` (default 128), beyond which all share the last. `random` draws the numbers,
 * with the standard `deviation` (default 1).
 * @throws RangeError if a size is no whole number from 1 up, or there are too few buckets.
 *
 * @example
 * const positions = createRelativePositions({ heads: 2, bothSides: true, random: createRandom(1) });
 * positions.weight.shape // [32, 2]
 */
export function createRelativePositions({
  heads,
  bothSides,
  random,
  buckets = 32,
  maximumDistance = 128,
  deviation = 1,
}: {
  heads: number;
  bothSides: boolean;
  random: Random;
  buckets?: number | undefined;
  maximumDistance?: number | undefined;
  deviation?: number;
}): RelativePositions {
  checkSize(heads, "relative positions", "heads");
  checkSize(maximumDistance, "relative positions", "distances");
  if (!Number.isInteger(buckets) || buckets < 4 || buckets % 4 !== 0) {
    throw new RangeError(
      `Cannot create relative positions with ${buckets} buckets: half are for exact distances, on one side or both; take a multiple of 4`,
    );
  }
  const exact = bothSides ? buckets / 4 : buckets / 2;
  if (maximumDistance <= exact) {
    throw new RangeError(
      `Cannot create relative positions with a maximum distance of ${maximumDistance}: the first ${exact} have a bucket each; take a larger one`,
    );
  }
  return tf.tidy(() => {
    const shape: [number, number] = [buckets, heads];
    return { weight: tf.variable<tf.Rank.R2>(randomNormal(shape, random, { deviation })), bothSides, maximumDistance };
  });
}

/**
 * Computes what the distances add to the scores of attention.
 *
 * @param layer from `createRelativePositions`.
 * @param queries int32 [T]: the positions of the queries.
 * @param keys int32 [Tk]: the positions of the keys.
 * @returns [1, H, T, Tk].
 *
 * @example
 * const places = tf.range(0, 5, 1, "int32");
 * relativeBias(positions, places, places).shape // [1, 2, 5, 5]
 */
export function relativeBias(
  { weight, bothSides, maximumDistance }: RelativePositions,
  queries: tf.Tensor1D,
  keys: tf.Tensor1D,
): tf.Tensor4D {
  return tf.tidy(() => {
    const ways = 2 * maximumDistance + 1;
    const buckets = Array.from({ length: ways }, (_, way) =>
      bucketOf(way - maximumDistance, weight.shape[0], maximumDistance, bothSides),
    );
    const apart = tf.sub(tf.expandDims(keys, 0), tf.expandDims(queries, 1)); // [T, Tk]
    const furthest = tf.scalar(maximumDistance, "int32");
    const clipped = tf.minimum(tf.maximum(apart, tf.neg(furthest)), furthest);
    const ids = tf.gather<tf.Tensor>(tf.tensor1d(buckets, "int32"), tf.add(clipped, furthest)); // [T, Tk]
    return tf.expandDims(tf.transpose(gatherRows(weight, ids), [2, 0, 1]), 0); // [T, Tk, H] to [1, H, T, Tk]
  });
}

/** The bucket of a key that stands `apart` positions after its query. */
export function bucketOf(apart: number, buckets: number, maximumDistance: number, bothSides: boolean): number {
  const side = bothSides ? buckets / 2 : buckets;
  const start = bothSides && apart > 0 ? side : 0;
  const distance = bothSides ? Math.abs(apart) : Math.max(0, -apart);
  const exact = side / 2;
  if (distance < exact) {
    return start + distance;
  }
  // In float32, as the published models were trained: the last bit decides where a bucket begins.
  const share = Math.fround(Math.fround(Math.log(distance / exact)) / Math.fround(Math.log(maximumDistance / exact)));
  return start + Math.min(side - 1, exact + Math.floor(Math.fround(share * (side - exact))));
}
