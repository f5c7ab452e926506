import type { MergeRule } from "./bpe.ts";

/** How often each word occurs. */
export type WordCounts = ReadonlyMap<string, number>;

/** What a trainer of merges is told. */
export interface MergeTrainingOptions {
  /** How many tokens the vocabulary may have, special tokens and characters among them. */
  readonly vocabularySize: number;
  /** Merges no pair that is rarer than this; 1 when left out. */
  readonly minimumFrequency?: number;
  /** Come first in the vocabulary, in this order. */
  readonly specialTokens?: readonly string[];
  /** Characters that are in the vocabulary whether they occur or not, as all bytes should be. */
  readonly alphabet?: readonly string[];
  /** Keeps only this many characters, the most frequent ones; the others are left out of the words. */
  readonly alphabetLimit?: number | undefined;
  /** Begins every symbol but the first of a word, as "##" does. */
  readonly continuingPrefix?: string | undefined;
  /** Ends the last symbol of a word, as "</w>" does. */
  readonly wordSuffix?: string | undefined;
}

/** What training found. */
export interface TrainedMerges {
  /** The tokens in the order of their ids. */
  readonly vocabulary: readonly string[];
  /** The merges in the order in which they were found. */
  readonly merges: readonly MergeRule[];
}
