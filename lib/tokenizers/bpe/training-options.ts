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

/** The words as the trainers begin with them. */
export interface SpelledWords {
  /** The special tokens, then the characters by their code points, then those with the prefix or suffix. */
  readonly vocabulary: string[];
  /** The ids of the symbols of each word. */
  readonly words: readonly (readonly number[])[];
  /** How often each word occurs. */
  readonly counts: readonly number[];
}

/**
 * Spells words in characters and numbers these, as Hugging Face's trainer does; where that leaves the order to chance
 * (characters with a prefix or suffix) they are numbered as they first occur in the words' own order.
 *
 * @throws RangeError for a vocabulary size or frequency that is no whole number.
 */
export function spellWords(counts: WordCounts, options: MergeTrainingOptions): SpelledWords {
  const { continuingPrefix = "", wordSuffix = "" } = options;
  checkWhole("a vocabulary of", options.vocabularySize, "tokens");
  checkWhole("a minimum frequency of", options.minimumFrequency ?? 1, "");
  const vocabulary: string[] = [];
  const ids = new Map<string, number>();
  const number = (token: string): number => {
    let id = ids.get(token);
    if (id === undefined) {
      id = vocabulary.push(token) - 1;
      ids.set(token, id);
    }
    return id;
  };

  for (const token of options.specialTokens ?? []) number(token);
  const characters = keptCharacters(counts, options);
  for (const character of characters) number(character);
  const kept = new Set(characters);
  // Then a symbol is its character, and only those that are kept have a number, unless a special token is one.
  const plain = continuingPrefix === "" && wordSuffix === "" && (options.specialTokens ?? []).every(isLong);
  const words = Array.from(counts.keys(), (word) => {
    const symbols: number[] = [];
    let start = 0;
    for (const character of word) {
      const end = start + character.length;
      if (plain) {
        const id = ids.get(character);
        if (id !== undefined) symbols.push(id);
      } else if (kept.has(character)) {
        symbols.push(
          number(`${start > 0 ? continuingPrefix : ""}${character}${end === word.length ? wordSuffix : ""}`),
        );
      }
      start = end;
    }
    return symbols;
  });
  return { vocabulary, words, counts: [...counts.values()] };
}

/** The characters of the words and of the alphabet, sorted by code point. */
function keptCharacters(counts: WordCounts, { alphabet = [], alphabetLimit }: MergeTrainingOptions): string[] {
  const characters = new Set(alphabet);
  for (const word of counts.keys()) {
    for (const character of word) characters.add(character);
  }
  const point = (character: string) => character.codePointAt(0) ?? 0;
  const sorted = [...characters].sort((first, second) => point(first) - point(second));
  if (alphabetLimit === undefined || sorted.length <= alphabetLimit) return sorted;
  const frequencies = new Map(sorted.map((character) => [character, 0]));
  for (const [word, count] of counts) {
    for (const character of word) frequencies.set(character, (frequencies.get(character) ?? 0) + count);
  }
  for (const character of alphabet) frequencies.set(character, Number.POSITIVE_INFINITY);
  const frequent = [...frequencies].sort(([, first], [, second]) => (first === second ? 0 : second - first));
  const chosen = new Set(frequent.slice(0, alphabetLimit).map(([character]) => character));
  return sorted.filter((character) => chosen.has(character));
}

function isLong(token: string): boolean {
  return token.length > 2;
}

function checkWhole(what: string, value: number, unit: string): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(
      `Cannot train with ${what} ${value}${unit && ` ${unit}`}: it must be a whole number from 0 up`,
    );
  }
}
