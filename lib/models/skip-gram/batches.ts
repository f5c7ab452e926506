import type { Random } from "../../random/index.ts";
import { tf } from "../../tensor/index.ts";
import { aliasTable } from "./alias-table.ts";
import { countIds, keepProbabilities, noiseProbabilities } from "./frequencies.ts";

/** How batches of neighbours are made. */
export interface SkipGramBatchOptions {
  /** How many words there are, V. */
  vocabularySize: number;
  /** B, how many pairs a batch has. */
  batchSize: number;
  /** How many words to each side are neighbours at most: for each centre 1 to `window`, as likely. Default: 5. */
  window?: number;
  /** K, how many random words stand against each neighbour. Default: 5. */
  negatives?: number;
  /** The threshold of `keepProbabilities`. Default: 0.001. */
  subsample?: number;
  /** The power of `noiseProbabilities`. Default: 0.75. */
  noisePower?: number;
}

/** So many sequences in a row without a pair mean that hardly any are left. */
const patience = 10_000;

/**
 * Prepares batches for `skipGramLoss`, as `train` takes them: words in the middle, and for each a neighbour and random
 * words. Sequences are drawn at random; frequent words are thinned out of them first, so that a window reaches farther.
 * No window goes beyond its sequence, and no random word is the neighbour that it stands against.
 *
 * @param sequences token ids, sentence by sentence.
 * @returns the batch of a step from the step's random numbers alone: int32 [B] and [B, 1 + K].
 * @throws RangeError if an option is outside its range, an id is not in the vocabulary, or there are no neighbours.
 *
 * @example
 * const batch = skipGramBatches([[0, 1, 2], [2, 1]], { vocabularySize: 3, batchSize: 8, subsample: Infinity });
 * const [centres, contexts] = batch(0, createRandom(1));
 * contexts.shape // [8, 6]
 */
export function skipGramBatches(
  sequences: readonly ArrayLike<number>[],
  options: SkipGramBatchOptions,
): (index: number, random: Random) => [tf.Tensor1D, tf.Tensor2D] {
  const { vocabularySize, batchSize, window = 5, negatives = 5, subsample = 1e-3, noisePower = 0.75 } = options;
  for (const [name, value] of Object.entries({ vocabularySize, batchSize, window, negatives })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`Cannot make batches of neighbours with ${name} ${value}: it is a whole number from 1 up`);
    }
  }
  const counts = countIds(sequences, vocabularySize);
  const several = sequences.filter(({ length }) => length > 1).map((sequence) => Int32Array.from(sequence));
  if (several.length === 0 || counts.filter((count) => count > 0).length < 2) {
    throw new RangeError(
      "Cannot find neighbours: it takes a sequence of two ids or more, and two different ids for one to be random",
    );
  }
  const keep = keepProbabilities(counts, subsample);
  const drawNoise = aliasTable(noiseProbabilities(counts, noisePower));

  /** Visits each pair of neighbours of one sequence, thinned out anew. */
  function pairs(random: Random, visit: (centre: number, neighbour: number) => void): void {
    const words = random.choice(several).filter((id) => {
      const probability = keep[id] ?? 1;
      return probability === 1 || random.uniform() < probability;
    });
    words.forEach((centre, at) => {
      const reach = words.length > 1 ? 1 + random.integer(window) : 0;
      for (let other = Math.max(0, at - reach); other <= Math.min(words.length - 1, at + reach); other++) {
        if (other !== at) {
          visit(centre, words[other] ?? 0);
        }
      }
    });
  }

  return (_, random) => {
    const centres = new Int32Array(batchSize);
    const contexts = new Int32Array(batchSize * (1 + negatives));
    let filled = 0;
    function add(centre: number, neighbour: number): void {
      if (filled === batchSize) {
        return; // The last sequence may have more pairs than there is room for.
      }
      centres[filled] = centre;
      const start = filled * (1 + negatives);
      contexts[start] = neighbour;
      for (let at = 1; at <= negatives; at++) {
        contexts[start + at] = drawOther(drawNoise, neighbour, random);
      }
      filled++;
    }
    for (let misses = 0; filled < batchSize; ) {
      const before = filled;
      pairs(random, add);
      misses = filled > before ? 0 : misses + 1;
      if (misses === patience) {
        throw new RangeError(
          `Cannot fill a batch: ${patience} sequences in a row had no neighbours left; raise subsample above ${subsample}`,
        );
      }
    }
    return [tf.tensor1d(centres, "int32"), tf.tensor2d(contexts, [batchSize, 1 + negatives], "int32")];
  };
}

/** Draws again as long as the random word is the real one: it cannot be right and wrong at once. */
function drawOther(draw: (random: Random) => number, real: number, random: Random): number {
  let drawn = draw(random);
  while (drawn === real) {
    drawn = draw(random);
  }
  return drawn;
}
