import { joinTokens, type MergeRule } from "./bpe.ts";
import { spellWords } from "./spell-words.ts";
import type { MergeTrainingOptions, TrainedMerges, WordCounts } from "./training-options.ts";

/** One step of training, with all that it saw. */
export interface MergeStep {
  /** The pair that was most frequent. */
  readonly pair: MergeRule;
  /** What it becomes. */
  readonly token: string;
  /** How often the pair stood in the text. */
  readonly count: number;
  /** All pairs with their counts, the most frequent first, before the merge. */
  readonly pairs: readonly { readonly pair: MergeRule; readonly count: number }[];
  /** Every word in its symbols, after the merge, with how often it occurs. */
  readonly words: readonly { readonly symbols: readonly string[]; readonly count: number }[];
  /** How many tokens the vocabulary has, after the merge. */
  readonly vocabularySize: number;
}

/**
 * Trains BPE the plain way, a step at a time: counts all pairs anew, merges the most frequent one everywhere, from left
 * to right, and begins again, until the vocabulary is full or no pair is left (Sennrich et al., 2016). It returns what
 * it found. `trainMerges` finds the same, quickly.
 *
 * Of pairs that are equally frequent the one with the lower first id is merged, then the one with the lower second id,
 * as in Hugging Face's trainer: ids are in the order in which tokens came to be.
 * Should a pair become a token that another pair became before, both merges are listed, and the vocabulary does not
 * grow; a pair that comes up a second time is merged again, but not listed again.
 *
 * @throws RangeError for a vocabulary size or frequency that is no whole number.
 *
 * @example
 * const steps = watchTraining(new Map([["the", 2], ["teacher", 1]]), { vocabularySize: 8 });
 * steps.next().value.pair // ["h", "e"]
 */
export function* watchTraining(
  counts: WordCounts,
  options: MergeTrainingOptions,
): Generator<MergeStep, TrainedMerges, undefined> {
  const spelled = spellWords(counts, options);
  const { vocabulary } = spelled;
  const merges: MergeRule[] = [];
  const ids = new Map(vocabulary.map((token, id) => [token, id]));
  const listed = new Set<string>();
  let words = Array.from(spelled.ends, (end, at) => [...spelled.ids.subarray(spelled.ends[at - 1] ?? 0, end)]);
  const tokenOf = (id: number) => vocabulary[id] ?? "";

  while (vocabulary.length < options.vocabularySize) {
    const pairs = countPairs(words, spelled.counts);
    const [best] = pairs;
    if (best === undefined || best.count < Math.max(1, options.minimumFrequency ?? 1)) break;
    const rule: MergeRule = [tokenOf(best.left), tokenOf(best.right)];
    const token = joinTokens(...rule, options.continuingPrefix);
    const merged = ids.get(token) ?? vocabulary.push(token) - 1;
    ids.set(token, merged);
    const name = `${best.left},${best.right}`;
    if (!listed.has(name)) merges.push(rule);
    listed.add(name);
    words = words.map((word) => mergePair(word, best.left, best.right, merged));
    yield {
      pair: rule,
      token,
      count: best.count,
      pairs: pairs.map(({ left, right, count }) => ({ pair: [tokenOf(left), tokenOf(right)], count })),
      words: words.map((word, at) => ({ symbols: word.map(tokenOf), count: spelled.counts[at] ?? 0 })),
      vocabularySize: vocabulary.length,
    };
  }
  return { vocabulary, merges };
}

interface PairCount {
  left: number;
  right: number;
  count: number;
}

/** Counts every pair of neighbours, the most frequent first, equal ones by their ids. */
function countPairs(words: readonly (readonly number[])[], counts: Float64Array): PairCount[] {
  const found = new Map<string, PairCount>();
  words.forEach((word, at) => {
    for (let place = 0; place + 1 < word.length; place++) {
      const [left = 0, right = 0] = [word[place], word[place + 1]];
      const pair = found.get(`${left},${right}`) ?? { left, right, count: 0 };
      pair.count += counts[at] ?? 0;
      found.set(`${left},${right}`, pair);
    }
  });
  return [...found.values()].sort(
    (first, second) => second.count - first.count || first.left - second.left || first.right - second.right,
  );
}

/** Merges a pair wherever it stands in a word, from left to right. */
function mergePair(word: readonly number[], left: number, right: number, merged: number): number[] {
  const result: number[] = [];
  for (let at = 0; at < word.length; at++) {
    if (word[at] === left && word[at + 1] === right) {
      result.push(merged);
      at++;
    } else {
      result.push(word[at] ?? 0);
    }
  }
  return result;
}
