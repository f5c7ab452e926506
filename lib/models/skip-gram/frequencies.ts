/**
 * Counts how often each id occurs.
 *
 * @param sequences token ids, from 0 to `vocabularySize` - 1.
 * @returns [vocabularySize].
 * @throws RangeError if an id is not in the vocabulary.
 *
 * @example
 * countIds([[0, 2, 2], [2]], 3) // Float64Array [1, 0, 3]
 */
export function countIds(sequences: readonly ArrayLike<number>[], vocabularySize: number): Float64Array {
  const counts = new Float64Array(vocabularySize);
  for (const sequence of sequences) {
    for (const id of Array.from(sequence)) {
      const count = counts[id];
      if (count === undefined) {
        throw new RangeError(`Cannot count the id ${id}: ids run from 0 to ${vocabularySize - 1}`);
      }
      counts[id] = count + 1;
    }
  }
  return counts;
}

/**
 * Computes how likely each word is to be drawn as a random neighbour: as its count to a power, which lets rare words
 * come up more often than they occur (Mikolov et al. 2013, section 2.2).
 *
 * @param counts how often each word occurs, [V].
 * @param power 1 for as often as they occur, 0 for all alike; 0.75 unless told, which the paper found best.
 * @returns [V], adding up to 1.
 * @throws RangeError if no word occurs, or the power is not finite.
 *
 * @example
 * noiseProbabilities([1, 16]) // 1/9 and 8/9: 16 to the power of 3/4 is 8
 */
export function noiseProbabilities(counts: ArrayLike<number>, power = 0.75): Float64Array {
  // A word that never occurs is never drawn, whatever the power.
  const weights = Float64Array.from(counts, (count) => (count > 0 ? count ** power : 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0 && Number.isFinite(total))) {
    throw new RangeError(
      `Cannot weigh ${counts.length} words by their counts to the power of ${power}: at least one must occur, and the power be finite`,
    );
  }
  return weights.map((weight) => weight / total);
}

/**
 * Computes how likely each occurrence of a word is to be kept in training: the square root of `threshold` over the
 * word's share of the text, and 1 for words rarer than that (Mikolov et al. 2013, equation 5). Frequent words such as
 * "the" tell least about their neighbours.
 *
 * @param counts how often each word occurs, [V].
 * @param threshold the share above which words are thinned out: 1e-5 in the paper for a billion words, more for less
 *   text; `Infinity` keeps all.
 * @returns [V], from above 0 to 1.
 * @throws RangeError if the threshold is not above 0.
 *
 * @example
 * keepProbabilities([99, 1], 0.01) // about 0.1 and 1
 */
export function keepProbabilities(counts: ArrayLike<number>, threshold: number): Float64Array {
  if (!(threshold > 0)) {
    throw new RangeError(`Cannot thin out words above a share of ${threshold}: the threshold must be above 0`);
  }
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0);
  return Float64Array.from(counts, (count) => (count > 0 ? Math.min(1, Math.sqrt((threshold * total) / count)) : 1));
}
