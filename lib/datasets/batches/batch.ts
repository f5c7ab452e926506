/** Tokens to read and tokens to predict, row by row: what one training step takes. */
export interface Batch {
  /** [B, T] token ids. */
  inputs: Int32Array;
  /** [B, T] the token that follows each input, or the ignored label where there is nothing to learn. */
  labels: Int32Array;
  /** [B, T]: how many rows, and how many tokens in each. */
  shape: [number, number];
}

/** How large a batch is. */
export interface BatchSize {
  /** B, the number of rows; 1 or more. */
  batchSize: number;
  /** T, the number of tokens that a row shows; 1 or more. */
  length: number;
}

/** @throws RangeError unless both sizes are whole numbers from 1 on */
export function requireBatchSize({ batchSize, length }: BatchSize): void {
  for (const [name, value] of Object.entries({ batchSize, length })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`Cannot make batches with ${name} ${value}: it must be a whole number from 1 on`);
    }
  }
}

/**
 * Reads the windows that begin at these positions: each shows `length` tokens, and their labels are the same window
 * one token later.
 *
 * @param read copies the tokens from a position on into the target, [T + 1]
 */
export function windowsAt(
  positions: readonly number[],
  length: number,
  read: (position: number, target: Int32Array) => void,
): Batch {
  const inputs = new Int32Array(positions.length * length);
  const labels = new Int32Array(positions.length * length);
  const window = new Int32Array(length + 1);
  positions.forEach((position, row) => {
    read(position, window);
    inputs.set(window.subarray(0, length), row * length);
    labels.set(window.subarray(1), row * length);
  });
  return { inputs, labels, shape: [positions.length, length] };
}
