import { createPairIndex } from "../bpe/pair-index.ts";
import type { WordCounts } from "../bpe/training-options.ts";
import { createBreath, type TrainingControl } from "../pipeline/training.ts";
import { comparePoints } from "../unigram/seed.ts";
import { createMergeQueue } from "./merge-queue.ts";

/** How to train the pieces of a BPE model. */
export interface BpePieceOptions {
  /** How many pieces of several characters to find. */
  readonly size: number;
  /** The characters that pieces are made of. */
  readonly alphabet: ReadonlySet<string>;
  readonly isPiece: (piece: string) => boolean;
}

/**
 * Finds the pieces of a BPE model as SentencePiece does: merges the most frequent pair of neighbours that may be a piece;
 * of equally frequent ones the shorter, then the one that comes first by its code points. A text that two pairs can
 * make is a piece once: only the pair that made it first merges.
 *
 * @param counts how often each word occurs.
 * @returns the pieces in the order in which they merged.
 */
export async function trainBpePieces(
  counts: WordCounts,
  { size, alphabet, isPiece }: BpePieceOptions,
  control: TrainingControl = {},
): Promise<string[]> {
  const breathe = createBreath(control);
  const symbols: string[] = [];
  const text = linkWords(counts, alphabet, symbols);
  const index = createPairIndex(4096);
  // What a pair makes: null where that may not be a piece.
  const made: (string | null)[] = [];

  function pieceOf(pair: number): string | null {
    let piece = made[pair];
    if (piece === undefined) {
      const joined = `${symbols[index.leftOf(pair)] ?? ""}${symbols[index.rightOf(pair)] ?? ""}`;
      piece = isPiece(joined) ? joined : null;
      made[pair] = piece;
    }
    return piece;
  }

  const queue = createMergeQueue(index.countOf, (first, second) => {
    const [one, other] = [pieceOf(first) ?? "", pieceOf(second) ?? ""];
    return codePoints(one) - codePoints(other) || comparePoints(one, other);
  });

  const grown = new Set<number>();
  function gain(at: number, next: number, count: number): void {
    const [left, right] = [text.ids[at] ?? -1, text.ids[next] ?? -1];
    if (left < 0 || right < 0) return;
    const pair = index.numberOf(left, right);
    if (pieceOf(pair) === null) return;
    index.add(pair, count);
    index.note(pair, at);
    grown.add(pair);
  }
  function lose(at: number, next: number, count: number): void {
    const [left, right] = [text.ids[at] ?? -1, text.ids[next] ?? -1];
    if (left < 0 || right < 0) return;
    const pair = index.numberOf(left, right);
    if (pieceOf(pair) !== null) index.add(pair, -count);
  }
  function offerGrown(): void {
    for (const pair of grown) queue.push(pair);
    grown.clear();
  }

  for (let at = 0; at < text.ids.length; at++) {
    const next = text.next[at] ?? -1;
    if (next !== -1) gain(at, next, text.counts[at] ?? 0);
  }
  offerGrown();

  const pieces: string[] = [];
  const seen = new Set<string>();
  while (pieces.length < size) {
    const pair = queue.pop();
    if (pair === -1) break;
    const piece = pieceOf(pair) ?? "";
    made[pair] = null;
    if (seen.has(piece)) continue;
    seen.add(piece);
    pieces.push(piece);
    const merged = symbols.push(piece) - 1;
    const [left, right] = [index.leftOf(pair), index.rightOf(pair)];
    const places = index.takePlaces(pair);
    if (left === right) places.sort();
    for (const at of places) {
      const after = text.next[at] ?? -1;
      if (text.ids[at] !== left || after === -1 || text.ids[after] !== right) continue;
      const count = text.counts[at] ?? 0;
      const [before, beyond] = [text.previous[at] ?? -1, text.next[after] ?? -1];
      if (before !== -1) lose(before, at, count);
      if (beyond !== -1) lose(after, beyond, count);
      text.ids[at] = merged;
      text.ids[after] = gone;
      text.next[at] = beyond;
      if (beyond !== -1) text.previous[beyond] = at;
      if (before !== -1) gain(before, at, count);
      if (beyond !== -1) gain(at, beyond, count);
    }
    offerGrown();
    if (breathe.due()) await breathe({ stage: "merge", done: pieces.length, total: size });
  }
  control.onProgress?.({ stage: "merge", done: pieces.length, total: size });
  return pieces;
}

/** A character that is no symbol, and a place that is merged into another. */
const [unknown, gone] = [-1, -2];

/** The words end to end, each symbol with its neighbours and the count of its word; fills in the symbols' texts. */
function linkWords(counts: WordCounts, alphabet: ReadonlySet<string>, symbols: string[]) {
  const numbers = new Map<string, number>();
  const ids: number[] = [];
  const frequencies: number[] = [];
  const ends = new Set<number>();
  for (const [word, count] of counts) {
    for (const character of word) {
      let id = alphabet.has(character) ? numbers.get(character) : unknown;
      if (id === undefined) {
        id = symbols.push(character) - 1;
        numbers.set(character, id);
      }
      ids.push(id);
      frequencies.push(count);
    }
    ends.add(ids.length - 1);
  }
  return {
    ids: Int32Array.from(ids),
    next: Int32Array.from(ids, (_, at) => (ends.has(at) ? -1 : at + 1)),
    previous: Int32Array.from(ids, (_, at) => (ends.has(at - 1) ? -1 : at - 1)),
    counts: Float64Array.from(frequencies),
  };
}

function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count++;
  return count;
}
