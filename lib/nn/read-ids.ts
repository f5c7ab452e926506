import { isRecording, type tf } from "../tensor/index.ts";

/**
 * Checks whole numbers that index one of `count` things, because the backends disagree on one that is out of range: an
 * error, zeros, or whatever lies in memory there. While a step is being recorded only the type can be checked: the
 * numbers are then those of one run of many, and cannot be read.
 *
 * @param verb what is being done, for the message: `"embed"`.
 * @param noun what the numbers are: `"id"`.
 * @param allowed one number that may stand outside the range.
 * @returns the numbers, or nothing while a step is being recorded.
 */
export function readIds(
  ids: tf.Tensor,
  verb: string,
  noun: string,
  count: number,
  allowed?: number,
): Int32Array | undefined {
  if (ids.dtype !== "int32") {
    throw new Error(
      `Cannot ${verb} ${noun}s of type ${ids.dtype}: they are whole numbers; make them with tf.tensor(${noun}s, shape, "int32")`,
    );
  }
  if (isRecording()) {
    return undefined;
  }
  const values = Int32Array.from(ids.dataSync());
  for (const value of values) {
    if ((value < 0 || value >= count) && value !== allowed) {
      throw new RangeError(`Cannot ${verb} the ${noun} ${value}: ${noun}s run from 0 to ${count - 1}`);
    }
  }
  return values;
}
