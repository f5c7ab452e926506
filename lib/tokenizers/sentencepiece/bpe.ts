import type { MergeRule } from "../bpe/bpe.ts";
import { createSymbols, mergeSymbols } from "../bpe/merge-symbols.ts";
import { createMergeTable, type Merge } from "../bpe/merge-table.ts";
import type { Model, Segmentation } from "../pipeline/parts.ts";
import { createVocabulary } from "../pipeline/vocabulary.ts";
import { byteIds, spellUnknown } from "../unigram/unigram.ts";
import type { SentencePieceModel } from "./model-file.ts";

/**
 * Creates the BPE model of a SentencePiece file: two neighbours merge if together they are a piece, whatever they are
 * themselves; the piece with the highest score first, of equal ones the leftmost. Symbols that users define stand from
 * the beginning and never merge.
 *
 * @throws Error for pieces that are marked unused, which only Unigram models may have here.
 */
export function sentencePieceBpe({ pieces, byteFallback }: SentencePieceModel): Model {
  const unused = pieces.find(({ kind }) => kind === "unused");
  if (unused !== undefined) {
    throw new Error(`Cannot use a BPE model with unused pieces, as ${JSON.stringify(unused.piece)}: mark them normal`);
  }
  const vocabulary = createVocabulary(pieces.map(({ piece }) => piece));
  const symbolsOfUsers = pieces.filter(({ kind }) => kind === "user-defined").map(({ piece }) => piece);
  symbolsOfUsers.sort((first, second) => second.length - first.length);
  // Beyond the ids of the pieces: one number for all characters that no piece holds, then those of the symbols that
  // never merge, then the characters that only occur inside pieces.
  const unknownSymbol = pieces.length;
  const frozen = pieces.length + 1;
  const characters = new Map<string, number>();
  const ids = new Map<string, number>();
  pieces.forEach(({ piece, kind }, id) => {
    if (kind === "normal" || kind === "user-defined") ids.set(piece, id);
  });
  let nextCharacter = frozen + pieces.length;
  for (const piece of ids.keys()) {
    for (const character of piece) {
      if (!ids.has(character) && !characters.has(character)) characters.set(character, nextCharacter++);
    }
  }
  const symbolOf = (text: string) => ids.get(text) ?? characters.get(text);
  const table = createMergeTable(findMerges(ids, symbolOf, (id) => pieces[id]?.score ?? 0));
  const unknownId = pieces.findIndex(({ kind }) => kind === "unknown");
  const bytes = byteFallback ? byteIds(vocabulary) : undefined;
  let symbols = createSymbols(64);

  function segment(text: string): Segmentation {
    if (symbols.ids.length < text.length) symbols = createSymbols(2 * text.length);
    let count = 0;
    for (let at = 0; at < text.length; count++) {
      const whole = symbolsOfUsers.length === 0 ? undefined : symbolsOfUsers.find((each) => text.startsWith(each, at));
      const symbol = whole ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
      symbols.ids[count] = whole === undefined ? (symbolOf(symbol) ?? unknownSymbol) : frozen + (ids.get(whole) ?? 0);
      symbols.starts[count] = at;
      at += symbol.length;
      symbols.ends[count] = at;
    }
    symbols.count = count;
    mergeSymbols(symbols, table);
    const { starts, ends } = symbols;
    const found = symbols.ids.slice(0, symbols.count).map((id) => {
      if (id < pieces.length) return id;
      return id >= frozen && id < frozen + pieces.length ? id - frozen : -1;
    });
    const path = { ids: found, starts: starts.slice(0, symbols.count), ends: ends.slice(0, symbols.count) };
    return spellUnknown(text, path, unknownId, bytes);
  }

  return {
    vocabulary,
    segment,
    toJson: () => ({
      type: "BPE",
      dropout: null,
      unk_token: pieces[unknownId]?.piece ?? null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: true,
      byte_fallback: byteFallback,
      ignore_merges: false,
      vocab: Object.fromEntries(vocabulary.entries()),
      merges: mergeRules(ids, (id) => pieces[id]?.score ?? 0),
    }),
  };
}

/** The merges that make a piece, one for each place where it can be cut into two symbols. */
function findMerges(
  ids: ReadonlyMap<string, number>,
  symbolOf: (text: string) => number | undefined,
  scoreOf: (id: number) => number,
): Merge[] {
  const scores = [...new Set(Array.from(ids.values(), scoreOf))].sort((first, second) => second - first);
  const ranks = new Map(scores.map((score, rank) => [score, rank]));
  const merges: Merge[] = [];
  for (const [piece, id] of ids) {
    const rank = ranks.get(scoreOf(id)) ?? 0;
    for (const [first, second] of cuts(piece)) {
      const [left, right] = [symbolOf(first), symbolOf(second)];
      if (left !== undefined && right !== undefined) merges.push({ left, right, rank, merged: id });
    }
  }
  return merges;
}

/** The merges as a list in which each has a rank of its own, for tokenizer.json. */
function mergeRules(ids: ReadonlyMap<string, number>, scoreOf: (id: number) => number): MergeRule[] {
  const pieces = [...ids].sort(([, first], [, second]) => scoreOf(second) - scoreOf(first));
  return pieces.flatMap(([piece]) => {
    const rules = cuts(piece).filter(([left, right]) => ids.has(left) && ids.has(right));
    return rules.sort(([first], [second]) => (ids.get(first) ?? 0) - (ids.get(second) ?? 0));
  });
}

/** Every way to cut a piece in two between characters. */
function cuts(piece: string): [string, string][] {
  const found: [string, string][] = [];
  let at = 0;
  for (const character of piece) {
    if (at > 0) found.push([piece.slice(0, at), piece.slice(at)]);
    at += character.length;
  }
  return found;
}
