import { createRandom } from "../../random/index.ts";
import { type Batch, requireBatchSize } from "./batch.ts";

/** A batch of sequences of different lengths, filled up to the longest of them. */
export interface PaddedBatch extends Batch {
  /** [B] how many inputs of each row are real. */
  lengths: Int32Array;
}

/** How sequences are put into batches. */
export interface PaddedBatchOptions {
  /** B, the number of rows; the last batch may have fewer. */
  batchSize: number;
  /** The token that fills up a row. */
  paddingId: number;
  /** The label of a filled-up place, which no loss counts; -1 unless told. */
  ignoreLabel?: number;
  /** The most inputs that a row may have; longer sequences are cut behind it. As long as the longest unless told. */
  longest?: number;
  /** Draws the order of the batches, and of sequences that are equally long; shortest first unless told. */
  seed?: number;
}

/**
 * Puts separate sequences into batches, those of like length together, so that little has to be filled up. Each
 * sequence occurs once: one epoch. Inputs are all its tokens but the last, labels all but the first.
 *
 * @param sequences token ids, two or more in each
 * @returns batches whose shape is [B, T] with T the longest row of the batch
 * @throws RangeError if a sequence has fewer than two tokens: there is nothing to predict
 * @example
 * const sequences = [[5, 6, 7], [5, 6]].map((ids) => Int32Array.from(ids));
 * const [batch] = paddedBatches(sequences, { batchSize: 2, paddingId: 0 }); // labels [6, -1, 6, 7]
 */
export function* paddedBatches(
  sequences: readonly Int32Array[],
  { batchSize, paddingId, ignoreLabel = -1, longest, seed }: PaddedBatchOptions,
): Generator<PaddedBatch, void, undefined> {
  requireBatchSize({ batchSize, length: longest ?? 1 });
  const tooShort = sequences.findIndex(({ length }) => length < 2);
  if (tooShort !== -1) {
    const count = sequences[tooShort]?.length;
    throw new RangeError(`Cannot predict within sequence ${tooShort} of ${count} tokens: it needs two or more`);
  }
  const cut = sequences.map((sequence) => (longest === undefined ? sequence : sequence.subarray(0, longest + 1)));
  const random = seed === undefined ? undefined : createRandom(seed).stream("order of sequences");
  const sorted = (random?.shuffle(cut) ?? cut).slice().sort((first, second) => first.length - second.length);
  const buckets = Array.from({ length: Math.ceil(sorted.length / batchSize) }, (_, bucket) =>
    sorted.slice(bucket * batchSize, (bucket + 1) * batchSize),
  );
  for (const bucket of random?.shuffle(buckets) ?? buckets) {
    yield padded(bucket, paddingId, ignoreLabel);
  }
}

function padded(rows: readonly Int32Array[], paddingId: number, ignoreLabel: number): PaddedBatch {
  const lengths = Int32Array.from(rows, (row) => row.length - 1);
  const length = Math.max(...lengths);
  const inputs = new Int32Array(rows.length * length).fill(paddingId);
  const labels = new Int32Array(rows.length * length).fill(ignoreLabel);
  rows.forEach((row, at) => {
    inputs.set(row.subarray(0, -1), at * length);
    labels.set(row.subarray(1), at * length);
  });
  return { inputs, labels, lengths, shape: [rows.length, length] };
}
