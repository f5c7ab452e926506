import { byteToken } from "../bpe/bpe.ts";
import { encodeUtf8 } from "../bytes/utf8.ts";
import type { Model, Segmentation } from "../pipeline/parts.ts";
import { createVocabulary, type Vocabulary } from "../pipeline/vocabulary.ts";
import { createTrie, type Trie } from "./trie.ts";
import { findBestPath } from "./viterbi.ts";

/** A piece of text that the model knows, with the logarithm of its probability. */
export type ScoredPiece = readonly [piece: string, score: number];

/** What a Unigram model is made of. */
export interface UnigramOptions {
  /** The pieces in the order of their ids. */
  readonly pieces: readonly ScoredPiece[];
  /** The id of the token for what no piece spells; without one that is an error. */
  readonly unknownId?: number | undefined;
  /** Spells unknown characters in bytes, as <0xE3>, where the pieces hold all that are needed. */
  readonly byteFallback?: boolean;
  /**
   * Which pieces may stand for text: all when left out. SentencePiece keeps out the control tokens, the unknown one
   * and the bytes; in a tokenizer.json every piece is text.
   */
  readonly isText?: ((id: number) => boolean) | undefined;
  /** Replaces the score of a piece, as SentencePiece does for the symbols that users define. */
  readonly scoreOf?: ((id: number) => number) | undefined;
  /** Rounds sums to 32 bits as SentencePiece does, which decides between paths that are nearly as good. */
  readonly singlePrecision?: boolean;
}

/** A Unigram model: pieces with probabilities. */
export interface Unigram extends Model {
  readonly options: UnigramOptions;
  readonly vocabulary: Vocabulary;
  /** What searches need: the tree of the pieces that stand for text, and the scores by id. */
  readonly tables: UnigramTables;
}

export interface UnigramTables {
  readonly trie: Trie;
  /** The logarithms of the probabilities, by id. */
  readonly scores: Float64Array;
  /** What a character costs that no piece spells: 10 less than the lowest score (as in SentencePiece). */
  readonly unknownScore: number;
  /** The id of the unknown token, or -1. */
  readonly unknownId: number;
  readonly singlePrecision: boolean;
}

const unknownPenalty = 10;
const mostCached = 65_536;
const longestCached = 64;

/**
 * Creates a Unigram model (Kudo, 2018): a text can be cut into pieces in many ways; each has the product of the pieces'
 * probabilities, and the most probable one is taken (Viterbi). Texts that come again are remembered.
 *
 * @throws Error for a piece that stands twice; RangeError for a score that is no number and an id out of range.
 *
 * @example
 * const unigram = createUnigram({ pieces: [["t", -3], ["he", -2], ["the", -1.5], ["h", -4], ["e", -2]] });
 * [...unigram.segment("thet").ids] // [2, 0]
 */
export function createUnigram(options: UnigramOptions): Unigram {
  const { pieces, unknownId, byteFallback = false, isText = () => true, scoreOf } = options;
  const vocabulary = createVocabulary(pieces.map(([piece]) => piece));
  pieces.forEach(([piece, score]) => {
    if (!Number.isFinite(score)) {
      throw new RangeError(`Cannot give the piece ${JSON.stringify(piece)} the score ${score}: it must be a number`);
    }
  });
  if (unknownId !== undefined && pieces[unknownId] === undefined) {
    throw new RangeError(
      `Cannot use the unknown id ${unknownId}: the ids of the pieces run from 0 to ${pieces.length - 1}`,
    );
  }
  const tables: UnigramTables = {
    trie: createTrie(pieces.map(([piece], id) => (isText(id) ? piece : ""))),
    scores: Float64Array.from(pieces, ([, score], id) => scoreOf?.(id) ?? score),
    unknownScore: lowestScore(pieces, isText) - unknownPenalty,
    unknownId: unknownId ?? -1,
    singlePrecision: options.singlePrecision ?? false,
  };
  const bytes = byteFallback ? byteIds(vocabulary) : undefined;
  const remembered = new Map<string, Segmentation>();

  function segment(text: string): Segmentation {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const result = spellUnknown(text, findBestPath(tables, text), tables.unknownId, bytes);
    if (text.length <= longestCached) {
      if (remembered.size >= mostCached) remembered.clear();
      remembered.set(text, result);
    }
    return result;
  }

  return {
    options,
    vocabulary,
    tables,
    segment,
    toJson: () => ({
      type: "Unigram",
      unk_id: unknownId ?? null,
      vocab: pieces.map(([piece, score], id) => [piece, scoreOf?.(id) ?? score]),
      byte_fallback: byteFallback,
    }),
  };
}

/**
 * Makes what a vocabulary says of the unknown characters, whose id is -1: their bytes, or one
 * unknown token for all that stand side by side.
 *
 * @throws Error where there is neither.
 */
export function spellUnknown(
  text: string,
  path: Segmentation,
  unknownId: number,
  bytes: readonly number[] | undefined,
): Segmentation {
  // Where characters are spelled in bytes, a text that is the unknown token's own name stays that token.
  const unknown = bytes === undefined ? unknownId : -1;
  let known = true;
  for (let at = 0; at < path.ids.length && known; at++) known = path.ids[at] !== -1 && path.ids[at] !== unknown;
  if (known) return path;
  const isUnknown = (id: number | undefined) => id === -1 || id === unknown;
  const [ids, starts, ends]: [number[], number[], number[]] = [[], [], []];
  for (let at = 0; at < path.ids.length; at++) {
    const [start, end] = [path.starts[at] ?? 0, path.ends[at] ?? 0];
    const spelled = isUnknown(path.ids[at])
      ? bytes && Array.from(encodeUtf8(text.slice(start, end)), (byte) => bytes[byte] ?? 0)
      : [path.ids[at] ?? 0];
    if (spelled !== undefined) {
      for (const id of spelled) {
        ids.push(id);
        starts.push(start);
        ends.push(end);
      }
    } else if (unknownId === -1) {
      throw new Error(
        `Cannot encode ${JSON.stringify(text.slice(start, end))} in ${JSON.stringify(text.slice(0, 40))}: the vocabulary holds neither it nor an unknown token`,
      );
    } else if (at > 0 && isUnknown(path.ids[at - 1])) {
      ends[ends.length - 1] = end;
    } else {
      ids.push(unknownId);
      starts.push(start);
      ends.push(end);
    }
  }
  return { ids, starts, ends };
}

/** The ids of the 256 byte tokens, or undefined if one is missing. */
export function byteIds(vocabulary: Vocabulary): number[] | undefined {
  const ids = Array.from({ length: 256 }, (_, byte) => vocabulary.idOf(byteToken(byte)));
  const found = ids.filter((id) => id !== undefined);
  return found.length === 256 ? found : undefined;
}

function lowestScore(pieces: readonly ScoredPiece[], isText: (id: number) => boolean): number {
  const lowest = pieces.reduce((low, [, score], id) => (isText(id) ? Math.min(low, score) : low), Number.MAX_VALUE);
  return lowest === Number.MAX_VALUE ? 0 : lowest;
}
