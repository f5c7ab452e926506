import type { MergeTrainingOptions, WordCounts } from "./training-options.ts";

/** The words as the trainers begin with them. */
export interface SpelledWords {
  /** The special tokens, then the characters by their code points, then those with the prefix or suffix. */
  readonly vocabulary: string[];
  /** The ids of the symbols of all words, end to end. */
  readonly ids: Int32Array;
  /** Where each word ends in `ids`. */
  readonly ends: Int32Array;
  /** How often each word occurs. */
  readonly counts: Float64Array;
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
  const numbers = new Map<string, number>();
  const number = (token: string): number => {
    let id = numbers.get(token);
    if (id === undefined) {
      id = vocabulary.push(token) - 1;
      numbers.set(token, id);
    }
    return id;
  };

  for (const token of options.specialTokens ?? []) number(token);
  const words = [...counts.keys()];
  const kept = new Map(keptCharacters(words, counts, options).map((character) => [character, number(character)]));
  const ids = new Int32Array(words.reduce((sum, { length }) => sum + length, 0));
  const ends = new Int32Array(words.length);
  const isPlain = continuingPrefix === "" && wordSuffix === "";
  let count = 0;
  words.forEach((word, at) => {
    for (let start = 0; start < word.length; ) {
      const character = characterAt(word, start);
      const end = start + character.length;
      const id = kept.get(character);
      if (id !== undefined) {
        ids[count++] = isPlain
          ? id
          : number(`${start > 0 ? continuingPrefix : ""}${character}${end === word.length ? wordSuffix : ""}`);
      }
      start = end;
    }
    ends[at] = count;
  });
  return { vocabulary, ids: ids.subarray(0, count), ends, counts: Float64Array.from(counts.values()) };
}

/** The characters of the words and of the alphabet, sorted by code point. */
function keptCharacters(
  words: readonly string[],
  counts: WordCounts,
  { alphabet = [], alphabetLimit }: MergeTrainingOptions,
): string[] {
  const characters = new Set(alphabet);
  const seen = new Uint8Array(0x10000);
  for (const word of words) {
    for (let at = 0; at < word.length; at++) {
      const unit = word.charCodeAt(at);
      if (seen[unit] === 1) continue;
      const character = characterAt(word, at);
      characters.add(character);
      if (character.length === 2) {
        at++;
      } else {
        seen[unit] = 1;
      }
    }
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

/** The code point that begins at a place; loops over it are quicker than a string's own iterator before they are hot. */
function characterAt(text: string, at: number): string {
  const isPair = (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
  return isPair ? text.slice(at, at + 2) : text.charAt(at);
}

function checkWhole(what: string, value: number, unit: string): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(
      `Cannot train with ${what} ${value}${unit && ` ${unit}`}: it must be a whole number from 0 up`,
    );
  }
}
