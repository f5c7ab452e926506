import { tf } from "../tensor/index.ts";
import type { KeysAndValues } from "./multi-head-attention.ts";

/**
 * The keys and values of one attention layer, position by position: computed once, however much follows. What stands
 * behind the positions written so far is nothing, and is to be masked.
 */
export interface KeyValueCache {
  /** [B, H, length, d]. */
  keys: tf.Variable<tf.Rank.R4>;
  /** [B, H, length, d]. */
  values: tf.Variable<tf.Rank.R4>;
}

/**
 * Creates an empty cache.
 *
 * @param shape [B, H, length, d]: sequences, heads for keys and values, positions, head size.
 *
 * @example
 * createKeyValueCache([1, 4, 64, 32]).keys.shape // [1, 4, 64, 32]
 */
export function createKeyValueCache(shape: [number, number, number, number]): KeyValueCache {
  return tf.tidy(() => ({
    keys: tf.variable<tf.Rank.R4>(tf.zeros(shape), false),
    values: tf.variable<tf.Rank.R4>(tf.zeros(shape), false),
  }));
}

/**
 * Writes the keys and values of one position, whose number is a tensor, so that a compiled step may do it.
 *
 * @param cache from `createKeyValueCache`.
 * @param here [B, H, 1, d].
 * @param position int32 [1].
 * @returns all of the cache, [B, H, length, d].
 */
export function writeToCache(cache: KeyValueCache, here: KeysAndValues, position: tf.Tensor1D): KeysAndValues {
  return tf.tidy(() => {
    const length = cache.keys.shape[2];
    const at = tf.reshape(tf.equal(tf.range(0, length, 1, "int32"), position), [1, 1, length, 1]);
    const all = {
      keys: tf.where<tf.Tensor4D>(at, here.keys, cache.keys),
      values: tf.where<tf.Tensor4D>(at, here.values, cache.values),
    };
    return assignCache(cache, all);
  });
}

/**
 * Writes the keys and values of several positions that follow those written so far.
 *
 * @param cache from `createKeyValueCache`.
 * @param here [B, H, T, d].
 * @param written how many positions stand in the cache; with the T they must fit into it.
 * @returns the written part of the cache, [B, H, written + T, d].
 */
export function appendToCache(cache: KeyValueCache, here: KeysAndValues, written: number): KeysAndValues {
  const joined = (before: tf.Tensor4D, after: tf.Tensor4D): tf.Tensor4D =>
    written === 0 ? after : tf.concat([firstPositions(before, written), after], 2);
  return tf.tidy(() => {
    const all = { keys: joined(cache.keys, here.keys), values: joined(cache.values, here.values) };
    fillCache(cache, all);
    return all;
  });
}

/** Makes the cache begin with these keys and values, [B, H, at most length, d]. */
export function fillCache(cache: KeyValueCache, { keys, values }: KeysAndValues): void {
  const padded = (x: tf.Tensor4D): tf.Tensor4D =>
    tf.pad(x, [
      [0, 0],
      [0, 0],
      [0, cache.keys.shape[2] - x.shape[2]],
      [0, 0],
    ]);
  tf.tidy(() => assignCache(cache, { keys: padded(keys), values: padded(values) }));
}

/** Makes the cache as it was when it was created. */
export function clearCache({ keys, values }: KeyValueCache): void {
  tf.tidy(() => {
    keys.assign(tf.zerosLike(keys));
    values.assign(tf.zerosLike(values));
  });
}

/**
 * Makes the sequences of the cache those with these numbers, in this order.
 *
 * @param sequences int32 [B].
 */
export function selectInCache({ keys, values }: KeyValueCache, sequences: tf.Tensor1D): void {
  tf.tidy(() => {
    keys.assign(tf.gather(keys, sequences));
    values.assign(tf.gather(values, sequences));
  });
}

function assignCache(cache: KeyValueCache, all: KeysAndValues): KeysAndValues {
  cache.keys.assign(all.keys);
  cache.values.assign(all.values);
  return all;
}

function firstPositions(x: tf.Tensor4D, count: number): tf.Tensor4D {
  const [batch, heads, , size] = x.shape;
  return tf.slice(x, [0, 0, 0, 0], [batch, heads, count, size]);
}
