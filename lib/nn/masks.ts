import { tf } from "../tensor/index.ts";

/**
 * Creates the mask under which a position attends to itself and to what stands before it.
 *
 * @param length T, the number of positions.
 * @returns bool [T, T]: row i is 1 up to column i.
 * @throws RangeError if the length is not a whole number from 1 up.
 *
 * @example
 * causalMask(3).arraySync() // [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
 */
export function causalMask(length: number): tf.Tensor2D {
  checkLength(length, "causal");
  const allowed = Array.from({ length }, (_, row) => Array.from({ length }, (_, column) => column <= row));
  return tf.tensor2d(allowed, [length, length], "bool");
}

/**
 * Creates the mask that hides the padding behind sequences of different lengths.
 *
 * @param lengths for each of the B sequences, how many of its positions are real.
 * @param length T, the number of positions with padding.
 * @returns bool [B, 1, T], for scores of [B, Tq, T] and for `multiHeadAttention`.
 * @throws RangeError if a length is not a whole number from 0 to `length`.
 *
 * @example
 * paddingMask([2, 3], 3).arraySync() // [[[1, 1, 0]], [[1, 1, 1]]]
 */
export function paddingMask(lengths: readonly number[], length: number): tf.Tensor3D {
  checkLength(length, "padding");
  for (const real of lengths) {
    if (!Number.isInteger(real) || real < 0 || real > length) {
      throw new RangeError(
        `Cannot mask the padding behind ${real} positions: each length is a whole number from 0 to ${length}`,
      );
    }
  }
  const allowed = lengths.map((real) => [Array.from({ length }, (_, position) => position < real)]);
  return tf.tensor3d(allowed, [lengths.length, 1, length], "bool");
}

function checkLength(length: number, kind: string): void {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`Cannot make a ${kind} mask for ${length} positions: it needs a whole number from 1 up`);
  }
}
