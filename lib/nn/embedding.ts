import type { Random } from "../random/index.ts";
import { randomNormal, tf } from "../tensor/index.ts";
import { checkSize } from "./linear.ts";
import { oneHotRows } from "./one-hot.ts";
import { readIds } from "./read-ids.ts";

/** A table of vectors, one for each id: `weight` is [vocabularySize, width]. */
export interface Embedding {
  weight: tf.Variable;
}

/**
 * Creates an embedding whose vectors are normal with standard deviation 1.
 *
 * @param vocabularySize how many ids there are.
 * @param width the size of each vector.
 * @param options `random` draws the vectors; `deviation` (default 1) scales them: GPT-2 has 0.02.
 * @throws RangeError if a size is not a whole number from 1 up.
 *
 * @example
 * const table = createEmbedding(100, 16, { random: createRandom(1) });
 * embed(table, tf.tensor([[1, 7, 7]], [1, 3], "int32")).shape // [1, 3, 16]
 */
export function createEmbedding(
  vocabularySize: number,
  width: number,
  { random, deviation = 1 }: { random: Random; deviation?: number },
): Embedding {
  checkSize(vocabularySize, "an embedding", "ids");
  checkSize(width, "an embedding", "numbers a vector");
  return tf.tidy(() => ({ weight: tf.variable(randomNormal([vocabularySize, width], random, { deviation })) }));
}

/**
 * Looks up the vector of each id.
 *
 * @param layer from `createEmbedding`.
 * @param ids int32 [...].
 * @returns [..., width].
 * @throws Error if the ids are not int32, RangeError if one is not in the table.
 */
export function embed(layer: Embedding, ids: tf.Tensor1D): tf.Tensor2D;
export function embed(layer: Embedding, ids: tf.Tensor2D): tf.Tensor3D;
export function embed(layer: Embedding, ids: tf.Tensor): tf.Tensor;
export function embed({ weight }: Embedding, ids: tf.Tensor): tf.Tensor {
  const [vocabularySize = 0, width = 0] = weight.shape;
  readIds(ids, "embed", "id", vocabularySize);
  return tf.tidy(() => {
    const flat = tf.reshape(ids, [ids.size]);
    // The product looks up the same rows: each row of the one-hot matrix picks one of the table.
    const vectors = hasGatherGradient()
      ? tf.gather(weight, flat)
      : tf.matMul(oneHotRows(flat, vocabularySize, "float32"), weight);
    return tf.reshape(vectors, [...ids.shape, width]);
  });
}

/** The gradient of `gather` adds up rows with an operation that the WebAssembly backend lacks. */
function hasGatherGradient(): boolean {
  return tf.getKernel("UnsortedSegmentSum", tf.getBackend()) !== undefined;
}
