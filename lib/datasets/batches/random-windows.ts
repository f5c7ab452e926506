import { createRandom } from "../../random/index.ts";
import { type Batch, type BatchSize, requireBatchSize, windowsAt } from "./batch.ts";
import { requireWindow, type TokenSource, tokenSource } from "./token-source.ts";

/**
 * Cuts windows at random out of a long text: `batch(step)` has `batchSize` rows that begin anywhere, each place as
 * likely, and the next tokens as labels. What a step gets depends on the seed and the step alone, so a run that was
 * interrupted goes on with the batches it would have had.
 *
 * @param tokens the text, in memory or as a source
 * @param options.batchSize B, rows in a batch
 * @param options.length T, tokens in a row
 * @param options.seed a whole number
 * @returns the batch of a step, a whole number from 0 on: inputs and labels [B, T]
 * @throws RangeError if the text is too short for one window
 * @example
 * const batch = randomWindows(Int32Array.from({ length: 100 }, (_, i) => i), { batchSize: 2, length: 4, seed: 1 });
 * const { inputs, labels } = batch(0); // here each label is its input plus 1
 */
export function randomWindows(
  tokens: TokenSource | Int32Array,
  { batchSize, length, seed }: BatchSize & { seed: number },
): (step: number) => Batch {
  const source = tokenSource(tokens);
  requireBatchSize({ batchSize, length });
  requireWindow(source, length);
  const random = createRandom(seed);
  return (step) => {
    if (!Number.isSafeInteger(step) || step < 0) {
      throw new RangeError(`Cannot make the batch of step ${step}: steps are whole numbers from 0 on`);
    }
    const ofStep = random.stream(`windows of step ${step}`);
    const positions = Array.from({ length: batchSize }, () => ofStep.integer(source.length - length));
    return windowsAt(positions, length, source.read);
  };
}
