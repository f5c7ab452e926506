import { shapeText } from "../../tensor/shape.ts";
import { type Dtype, isDtype, widthOf } from "./dtypes.ts";
import { HeaderFault, quoted, type RawEntry } from "./parse-header.ts";

/** A tensor in a file: its type, its shape, and where its numbers lie. */
export interface TensorEntry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** The first of its bytes, counted from the start of the file. */
  readonly start: number;
  /** How many bytes it takes. */
  readonly length: number;
}

/**
 * Checks that tensors fill the bytes after a header: each as long as its shape and type say, one after the other, with
 * no gap, no overlap, and none left.
 *
 * @param raw the entries of the header.
 * @param dataStart where the header ends, in bytes from the start of the file.
 * @param dataLength how many bytes come after it.
 * @returns the entries by name, in the order of their bytes.
 * @throws HeaderFault that names the tensor and what is wrong with it.
 */
export function checkLayout(
  raw: ReadonlyMap<string, RawEntry>,
  dataStart: number,
  dataLength: number,
): Map<string, TensorEntry> {
  const entries = new Map<string, TensorEntry>();
  let reached = 0;
  for (const [name, { dtype, shape, offsets }] of [...raw].sort(byOffsets)) {
    const [start, end] = offsets;
    if (!isDtype(dtype)) {
      throw new HeaderFault(
        `tensor ${quoted(name)} has the type ${quoted(dtype)}, which is none that the reader knows`,
      );
    }
    if (end < start || end > dataLength) {
      throw new HeaderFault(
        `tensor ${quoted(name)} lies at bytes ${start} to ${end} of the ${dataLength} that the file has for tensors`,
      );
    }
    const length = lengthOf(shape, dtype);
    if (length !== end - start) {
      throw new HeaderFault(
        `tensor ${quoted(name)} of type ${dtype} and shape ${shapeStart(shape)} needs ${length} bytes, and its offsets give it ${end - start}`,
      );
    }
    if (start !== reached) {
      const fault = start > reached ? "a gap before it" : "it overlaps the one before it";
      throw new HeaderFault(`tensor ${quoted(name)} starts at byte ${start} and not at ${reached}: ${fault}`);
    }
    reached = end;
    entries.set(name, { dtype, shape, start: dataStart + start, length });
  }
  if (reached !== dataLength) {
    throw new HeaderFault(`its tensors end at byte ${reached} of ${dataLength}: the rest belongs to none`);
  }
  return entries;
}

function byOffsets([, a]: [string, RawEntry], [, b]: [string, RawEntry]): number {
  return a.offsets[0] - b.offsets[0] || a.offsets[1] - b.offsets[1];
}

/** The bytes of a tensor; infinite, and so never right, where even the count is no number that is kept exactly. */
function lengthOf(shape: readonly number[], dtype: Dtype): number {
  let count = 1;
  for (const axis of shape) {
    count *= axis;
    if (!Number.isSafeInteger(count)) {
      return Number.POSITIVE_INFINITY;
    }
  }
  return count * widthOf(dtype);
}

function shapeStart(shape: readonly number[]): string {
  return shape.length > 8 ? `of ${shape.length} axes` : shapeText(shape);
}
