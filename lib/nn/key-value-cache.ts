import { tf } from "../tensor/index.ts";
import type { KeysAndValues } from "./multi-head-attention.ts";

/** The keys and values of one attention layer, for so many positions: computed once, however much follows. */
export interface KeyValueCache {
  /** [B, H, length, d]. */
  keys: tf.Variable<tf.Rank.R4>;
  /** [B, H, length, d]. */
  values: tf.Variable<tf.Rank.R4>;
  /** Where the next keys and values go: int32 []. */
  position: tf.Tensor;
}

/**
 * Writes keys and values into the cache, at its position.
 *
 * @param added [B, H, T, d], where T is 1 or the cache's whole length.
 * @returns all that the cache now holds, [B, H, length, d]; what stands behind the position is to be masked.
 */
export function extendCache(cache: KeyValueCache, added: KeysAndValues): KeysAndValues {
  return {
    keys: writeAt(cache.keys, added.keys, cache.position),
    values: writeAt(cache.values, added.values, cache.position),
  };
}

function writeAt(store: tf.Variable<tf.Rank.R4>, added: tf.Tensor4D, position: tf.Tensor): tf.Tensor4D {
  return tf.tidy(() => {
    const length = store.shape[2];
    const here = tf.reshape(tf.equal(tf.range(0, length, 1, "int32"), position), [1, 1, length, 1]);
    const written: tf.Tensor4D = tf.where(here, added, store);
    store.assign(written);
    return written;
  });
}
