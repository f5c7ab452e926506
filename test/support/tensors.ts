import { expect } from "chai";
import type { Random } from "../../lib/random/index.ts";
import { tensorCount, tf } from "../../lib/tensor/index.ts";
import type { GoldenArray } from "./golden.ts";

/**
 * Checks that `make` leaves so many tensors behind, and that these are the ones it returns: the rest is a leak.
 * Disposes of them.
 */
export function expectNewTensors(count: number, make: () => tf.TensorContainer): void {
  const before = tensorCount();
  const made = make();
  expect(tensorCount() - before, "new tensors").to.equal(count);
  tf.dispose(made);
  expect(tensorCount() - before, "tensors left when the result is disposed of").to.equal(0);
}

/** Reads a tensor's numbers, row by row, and disposes of it. */
export function take(tensor: tf.Tensor): number[] {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
}

/**
 * Finds the worst difference between two lists of numbers, relative to the numbers where these are above 1: float32
 * keeps about 7 digits, however large the number. NaN anywhere gives NaN, which is within no tolerance.
 */
export function worstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length, "how many numbers").to.equal(expected.length);
  return Array.from(expected).reduce((worst, value, at) => {
    const difference = Math.abs((actual[at] ?? Number.NaN) - value) / Math.max(1, Math.abs(value));
    return Number.isNaN(difference) ? Number.NaN : Math.max(worst, difference);
  }, 0);
}

/** Turns an array of a golden file into a tensor. */
export function goldenTensor({ shape, values }: GoldenArray, type: tf.DataType = "float32"): tf.Tensor {
  return tf.tensor(values, shape, type);
}

/** A matrix as plain rows, for what is computed by plain loops. */
export function randomRows(random: Random, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
}
