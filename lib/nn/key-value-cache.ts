import { tf } from "../tensor/index.ts";
import type { KeysAndValues } from "./multi-head-attention.ts";

/**
 * The keys and values of one attention layer, position by position: computed once, however much follows. What stands
 * behind the positions written so far is nothing, and is to be masked.
 */
export interface KeyValueCache {
  /** [2, B, H, length, d], the keys and the values: one variable, since a compiled step pays for each that it updates. */
  entries: tf.Variable<tf.Rank.R5>;
}

/**
 * Creates an empty cache.
 *
 * @param shape [B, H, length, d]: sequences, heads for keys and values, positions, head size.
 *
 * @example
 * createKeyValueCache([1, 4, 64, 32]).entries.shape // [2, 1, 4, 64, 32]
 */
export function createKeyValueCache(shape: [number, number, number, number]): KeyValueCache {
  return tf.tidy(() => ({ entries: tf.variable<tf.Rank.R5>(tf.zeros([2, ...shape]), false) }));
}

/**
 * Writes the keys and values of one position, whose number is a tensor, so that a compiled step may do it.
 *
 * @param cache from `createKeyValueCache`.
 * @param here [B, H, 1, d].
 * @param position int32 [1].
 * @returns all of the cache, [B, H, length, d].
 */
export function writeToCache({ entries }: KeyValueCache, here: KeysAndValues, position: tf.Tensor1D): KeysAndValues {
  return tf.tidy(() => {
    const length = entries.shape[3];
    const at = tf.reshape(tf.equal(tf.range(0, length, 1, "int32"), position), [1, 1, 1, length, 1]);
    const all = tf.where<tf.Tensor5D>(at, join(here), entries);
    entries.assign(all);
    return split(all);
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
  return tf.tidy(() => {
    const all = written === 0 ? join(here) : tf.concat([firstPositions(cache.entries, written), join(here)], 3);
    fill(cache, all);
    return split(all);
  });
}

/** Makes the cache begin with all that a shorter one holds. */
export function copyCache(from: KeyValueCache, to: KeyValueCache): void {
  tf.tidy(() => fill(to, from.entries));
}

/** Makes the cache as it was when it was created. */
export function clearCache({ entries }: KeyValueCache): void {
  tf.tidy(() => entries.assign(tf.zerosLike(entries)));
}

/**
 * Makes the sequences of the cache those with these numbers, in this order.
 *
 * @param sequences int32 [B].
 */
export function selectInCache({ entries }: KeyValueCache, sequences: tf.Tensor1D): void {
  tf.tidy(() => entries.assign(tf.gather(entries, sequences, 1)));
}

/** Gives the cache these entries, and zeros after them. */
function fill({ entries }: KeyValueCache, all: tf.Tensor5D): void {
  const none: [number, number] = [0, 0];
  entries.assign(tf.pad(all, [none, none, none, [0, entries.shape[3] - all.shape[3]], none]));
}

/** The keys and values, each [B, H, T, d], as [2, B, H, T, d]. */
function join({ keys, values }: KeysAndValues): tf.Tensor5D {
  return tf.concat([tf.expandDims<tf.Tensor5D>(keys, 0), tf.expandDims<tf.Tensor5D>(values, 0)], 0);
}

/** The keys and values of [2, B, H, T, d]. */
function split(all: tf.Tensor5D): KeysAndValues {
  const [, ...shape] = all.shape;
  const part = (at: number): tf.Tensor4D => tf.reshape(tf.slice(all, at, 1), shape);
  return { keys: part(0), values: part(1) };
}

function firstPositions(x: tf.Tensor5D, count: number): tf.Tensor5D {
  const [parts, batch, heads, , size] = x.shape;
  return tf.slice(x, [0, 0, 0, 0, 0], [parts, batch, heads, count, size]);
}
