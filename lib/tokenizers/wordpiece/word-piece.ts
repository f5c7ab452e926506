import type { Model, Segmentation } from "../pipeline/parts.ts";
import { createVocabulary } from "../pipeline/vocabulary.ts";

/** What a WordPiece model is made of. */
export interface WordPieceOptions {
  /** The tokens in the order of their ids, or with their ids. */
  readonly vocabulary: Iterable<string | readonly [string, number]>;
  /** Stands for words that cannot be spelled; "[UNK]" when left out. */
  readonly unknownToken?: string;
  /** Begins every token but the first of a word; "##" when left out. */
  readonly continuingPrefix?: string;
  /** Longer words, in characters, are unknown; 100 when left out. */
  readonly longestWord?: number;
}

const mostCached = 65_536;

/**
 * Creates a WordPiece model (Schuster and Nakajima, 2012; Devlin et al., 2018): takes the longest token that the word
 * begins with, then the longest that the rest begins with, and so on; a word that gets stuck is unknown as a whole.
 *
 * @throws Error if the vocabulary does not hold the unknown token.
 *
 * @example
 * const model = createWordPiece({ vocabulary: ["[UNK]", "teach", "##er", "##s"] });
 * [...model.segment("teachers").ids] // [1, 2, 3]
 */
export function createWordPiece(options: WordPieceOptions): Model {
  const { unknownToken = "[UNK]", continuingPrefix = "##", longestWord = 100 } = options;
  const vocabulary = createVocabulary(options.vocabulary);
  const unknown = vocabulary.idOf(unknownToken);
  if (unknown === undefined) {
    throw new Error(`Cannot use the unknown token ${JSON.stringify(unknownToken)}: the vocabulary does not hold it`);
  }
  const { first, continuing } = startsOfWords(vocabulary.entries(), continuingPrefix);
  const remembered = new Map<string, Segmentation>();

  function segment(word: string): Segmentation {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    const result = match(word) ?? { ids: [unknown ?? 0], starts: [0], ends: [word.length] };
    if (word.length <= longestWord) {
      if (remembered.size >= mostCached) remembered.clear();
      remembered.set(word, result);
    }
    return result;
  }

  function match(word: string): Segmentation | undefined {
    if (word.length > longestWord && [...word].length > longestWord) return undefined;
    const [ids, starts, ends]: [number[], number[], number[]] = [[], [], []];
    for (let start = 0; start < word.length; ) {
      const tokens = start === 0 ? first : continuing;
      let end = Math.min(word.length, start + tokens.longest);
      let id = tokens.ids.get(word.slice(start, end));
      while (id === undefined && end > start) id = tokens.ids.get(word.slice(start, --end));
      if (id === undefined || end === start) return undefined;
      ids.push(id);
      starts.push(start);
      ends.push(end);
      start = end;
    }
    return { ids, starts, ends };
  }

  return {
    vocabulary,
    segment,
    toJson: () => ({
      type: "WordPiece",
      unk_token: unknownToken,
      continuing_subword_prefix: continuingPrefix,
      max_input_chars_per_word: longestWord,
      vocab: Object.fromEntries(vocabulary.entries()),
    }),
  };
}

/** Sorts the tokens into those that can begin a word, and those that go on, which lose their prefix. */
function startsOfWords(entries: readonly (readonly [string, number])[], prefix: string) {
  const first = { ids: new Map(entries), longest: 0 };
  const continuing = { ids: new Map<string, number>(), longest: 0 };
  for (const [token, id] of entries) {
    first.longest = Math.max(first.longest, token.length);
    if (token.startsWith(prefix)) {
      continuing.ids.set(token.slice(prefix.length), id);
      continuing.longest = Math.max(continuing.longest, token.length - prefix.length);
    }
  }
  return { first, continuing };
}
