import { encodeUtf8 } from "../bytes/utf8.ts";
import type { Model, Segmentation } from "../pipeline/parts.ts";
import { createVocabulary, type Vocabulary } from "../pipeline/vocabulary.ts";
import { createByteEncoder } from "./byte-encoder.ts";
import { createSymbols, mergeSymbols, type Symbols } from "./merge-symbols.ts";
import { createMergeTable, type Merge, type MergeTable } from "./merge-table.ts";

/** Two tokens that become one. */
export type MergeRule = readonly [left: string, right: string];

/** What a BPE model is made of. */
export interface BpeOptions {
  /** The tokens in the order of their ids, or with their ids. */
  readonly vocabulary: Iterable<string | readonly [string, number]>;
  /** The merges in the order in which they apply. */
  readonly merges: readonly MergeRule[];
  /** Stands for characters that the vocabulary does not hold; without one they are an error. */
  readonly unknownToken?: string | undefined;
  /** Makes one unknown token of several in a row. */
  readonly fuseUnknown?: boolean;
  /** Spells characters that the vocabulary does not hold in bytes, as <0xE3>, where it has those. */
  readonly byteFallback?: boolean;
  /** Begins every symbol but the first of a word, as "##" does. */
  readonly continuingPrefix?: string | undefined;
  /** Ends the last symbol of a word, as "</w>" does. */
  readonly wordSuffix?: string | undefined;
  /** Takes a word that is a token as that token, whatever the merges would make of it. */
  readonly ignoreMerges?: boolean;
}

/** A BPE model. */
export interface Bpe extends Model {
  readonly options: BpeOptions;
  readonly vocabulary: Vocabulary;
  readonly table: MergeTable;
}

const mostCached = 65_536;
const longestCached = 64;

/**
 * Creates a model of byte-pair encoding (Gage, 1994; Sennrich et al., 2016): a word begins as its characters, and its
 * pairs merge in the order in which training found them. Words that come again are remembered.
 *
 * @throws Error for a merge of, or into, a token that the vocabulary lacks
 *
 * @example
 * const bpe = createBpe({ vocabulary: ["t", "h", "e", "th", "the"], merges: [["t", "h"], ["th", "e"]] });
 * [...bpe.segment("thet").ids] // [4, 0]
 */
export function createBpe(options: BpeOptions): Bpe {
  const vocabulary = createVocabulary(options.vocabulary);
  const merges = options.merges.map((rule, rank) => resolveMerge(rule, rank, vocabulary, options.continuingPrefix));
  return bpeOf(options, vocabulary, createMergeTable(merges));
}

/** Creates the model from a table that is already built. */
export function bpeOf(options: BpeOptions, vocabulary: Vocabulary, table: MergeTable): Bpe {
  const addSymbols = createSpeller(options, vocabulary);
  const remembered = new Map<string, Segmentation>();
  let symbols = createSymbols(64);

  function segment(word: string): Segmentation {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    const whole = options.ignoreMerges ? vocabulary.idOf(word) : undefined;
    const result = whole === undefined ? merge(word) : { ids: [whole], starts: [0], ends: [word.length] };
    if (word.length <= longestCached) {
      if (remembered.size >= mostCached) remembered.clear();
      remembered.set(word, result);
    }
    return result;
  }

  function merge(word: string): Segmentation {
    // Byte fallback makes three symbols of a unit at most.
    const needed = 3 * word.length;
    if (symbols.ids.length < needed) symbols = createSymbols(2 * needed);
    symbols.count = 0;
    addSymbols(word, symbols);
    mergeSymbols(symbols, table);
    const { ids, starts, ends, count } = symbols;
    return { ids: ids.slice(0, count), starts: starts.slice(0, count), ends: ends.slice(0, count) };
  }

  return {
    options,
    vocabulary,
    table,
    segment,
    createByteEncoder: (scan) => createByteEncoder(vocabulary, table, scan, options.ignoreMerges ?? false),
    toJson: () => bpeToJson(options, vocabulary),
  };
}

/** Spells words in the tokens of their characters. */
function createSpeller(options: BpeOptions, vocabulary: Vocabulary): (word: string, symbols: Symbols) => void {
  const { unknownToken, fuseUnknown = false, continuingPrefix = "", wordSuffix = "" } = options;
  const unknown = unknownToken === undefined ? undefined : vocabulary.idOf(unknownToken);
  if (unknownToken !== undefined && unknown === undefined) {
    throw new Error(`Cannot use the unknown token ${JSON.stringify(unknownToken)}: the vocabulary does not hold it`);
  }

  function bytesOf(text: string): number[] | undefined {
    const ids = options.byteFallback ? Array.from(encodeUtf8(text), (byte) => vocabulary.idOf(byteToken(byte))) : [];
    const found = ids.filter((id) => id !== undefined);
    return found.length > 0 && found.length === ids.length ? found : undefined;
  }

  return (word, symbols) => {
    const add = (id: number, start: number, end: number) => {
      symbols.ids[symbols.count] = id;
      symbols.starts[symbols.count] = start;
      symbols.ends[symbols.count++] = end;
    };
    let fusing = false;
    let start = 0;
    for (const character of word) {
      const end = start + character.length;
      const symbol = `${start > 0 ? continuingPrefix : ""}${character}${end === word.length ? wordSuffix : ""}`;
      const id = vocabulary.idOf(symbol);
      const bytes = id === undefined ? bytesOf(symbol) : undefined;
      if (id !== undefined) {
        add(id, start, end);
      } else if (bytes !== undefined) {
        for (const byte of bytes) add(byte, start, end);
      } else if (unknown === undefined) {
        throw new Error(
          `Cannot encode ${JSON.stringify(symbol)} in ${JSON.stringify(word.slice(0, 40))}: the vocabulary holds neither it nor an unknown token`,
        );
      } else if (fusing && fuseUnknown) {
        symbols.ends[symbols.count - 1] = end;
      } else {
        add(unknown, start, end);
      }
      fusing = id === undefined && bytes === undefined;
      start = end;
    }
  };
}

/** The token that stands for one byte where a vocabulary falls back to bytes. */
export function byteToken(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
}

/** What two tokens become together: the prefix of the second goes. */
export function joinTokens(left: string, right: string, continuingPrefix = ""): string {
  return (
    left +
    (continuingPrefix !== "" && right.startsWith(continuingPrefix) ? right.slice(continuingPrefix.length) : right)
  );
}

function resolveMerge(
  [left, right]: MergeRule,
  rank: number,
  vocabulary: Vocabulary,
  continuingPrefix: string | undefined,
): Merge {
  const id = (token: string): number => {
    const found = vocabulary.idOf(token);
    if (found === undefined) {
      throw new Error(
        `Cannot use the merge ${rank} of ${JSON.stringify(left)} and ${JSON.stringify(right)}: the vocabulary has no token ${JSON.stringify(token)}`,
      );
    }
    return found;
  };
  return { left: id(left), right: id(right), rank, merged: id(joinTokens(left, right, continuingPrefix)) };
}

function bpeToJson(options: BpeOptions, vocabulary: Vocabulary) {
  return {
    type: "BPE",
    dropout: null,
    unk_token: options.unknownToken ?? null,
    continuing_subword_prefix: options.continuingPrefix ?? null,
    end_of_word_suffix: options.wordSuffix ?? null,
    fuse_unk: options.fuseUnknown ?? false,
    byte_fallback: options.byteFallback ?? false,
    ignore_merges: options.ignoreMerges ?? false,
    vocab: Object.fromEntries(vocabulary.entries()),
    merges: options.merges,
  };
}
