import type { WordCounts } from "../bpe/training-options.ts";

/** The words to train on, end to end in code points; each ends with a zero. */
export interface TrainingWords {
  readonly symbols: Int32Array;
  /** Where each word begins; one more says where all end. */
  readonly starts: Int32Array;
  readonly counts: Float64Array;
  readonly texts: readonly string[];
  /** The characters that may be pieces, with how often they occur. */
  readonly characters: ReadonlyMap<string, number>;
}

/**
 * Lays words out for training. U+0000 ends words, and is left out of them.
 *
 * @param isCharacter which characters may become pieces; the others stay in the words, as unknown.
 */
export function layOutWords(counts: WordCounts, isCharacter: (character: string) => boolean): TrainingWords {
  const entries = Array.from(counts, ([word, count]) => [word.replaceAll("\0", ""), count] as const);
  const kept = entries.filter(([word, count]) => word !== "" && count > 0);
  const characters = new Map<string, number>();
  const starts = new Int32Array(kept.length + 1);
  const symbols: number[] = [];
  kept.forEach(([word, count], at) => {
    for (const character of word) {
      symbols.push(character.codePointAt(0) ?? 0);
      if (isCharacter(character)) characters.set(character, (characters.get(character) ?? 0) + count);
    }
    symbols.push(0);
    starts[at + 1] = symbols.length;
  });
  return {
    symbols: Int32Array.from(symbols),
    starts,
    counts: Float64Array.from(kept, ([, count]) => count),
    texts: kept.map(([word]) => word),
    characters,
  };
}
