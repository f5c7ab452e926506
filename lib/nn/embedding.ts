import type { Random } from "../random/index.ts";
import { gatherRows, randomNormal, tf } from "../tensor/index.ts";
import { checkSize } from "./linear.ts";
import { readIds } from "./read-ids.ts";

/** A table of vectors, one for each id: `weight` is [vocabularySize, width]. */
export interface Embedding {
  weight: tf.Variable<tf.Rank.R2>;
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
  return tf.tidy(() => {
    const shape: [number, number] = [vocabularySize, width];
    return { weight: tf.variable<tf.Rank.R2>(randomNormal(shape, random, { deviation })) };
  });
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
  readIds(ids, "embed", "id", weight.shape[0]);
  return gatherRows(weight, ids);
}
