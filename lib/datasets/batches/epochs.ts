import { createRandom } from "../../random/index.ts";
import { type Batch, type BatchSize, requireBatchSize, windowsAt } from "./batch.ts";
import { requireWindow, type TokenSource, tokenSource } from "./token-source.ts";

/**
 * Cuts a text into windows side by side and yields each once, in batches: one epoch. Every token but the first is the
 * label of exactly one place, so nothing is learnt twice; up to T - 1 tokens at the end are left out. The last batch
 * may have fewer rows. Serves validation too, where each token should count once.
 *
 * @param tokens the text, in memory or as a source
 * @param options.batchSize B, rows in a batch
 * @param options.length T, tokens in a row
 * @param options.seed shuffles the windows, another order for each seed; in the order of the text unless told
 * @returns batches of inputs and labels [B, T]
 * @throws RangeError if the text is too short for one window
 * @example
 * const text = Int32Array.from({ length: 100 }, (_, i) => i);
 * [...windowsInOrder(text, { batchSize: 4, length: 8 })].length; // 3: twelve windows of eight
 */
export function* windowsInOrder(
  tokens: TokenSource | Int32Array,
  { batchSize, length, seed }: BatchSize & { seed?: number },
): Generator<Batch, void, undefined> {
  const source = tokenSource(tokens);
  requireBatchSize({ batchSize, length });
  requireWindow(source, length);
  const windows = Math.floor((source.length - 1) / length);
  const order = Uint32Array.from({ length: windows }, (_, window) => window);
  if (seed !== undefined) {
    shuffleInPlace(order, seed);
  }
  for (let first = 0; first < windows; first += batchSize) {
    const positions = Array.from(order.subarray(first, first + batchSize), (window) => window * length);
    yield windowsAt(positions, length, source.read);
  }
}

/** Puts whole numbers in random order (Fisher and Yates), without a copy of what may be many. */
function shuffleInPlace(order: Uint32Array, seed: number): void {
  const random = createRandom(seed).stream("order of windows");
  for (let last = order.length - 1; last > 0; last--) {
    const picked = random.integer(last + 1);
    const held = order[last] ?? 0;
    order[last] = order[picked] ?? 0;
    order[picked] = held;
  }
}
