import { commonPrefixes, repeats, sortSuffixes } from "./suffix-array.ts";
import type { TrainingWords } from "./training-words.ts";
import type { ScoredPiece } from "./unigram.ts";

/** Which substrings may become pieces. */
export interface SeedOptions {
  /** How many substrings to begin with. */
  readonly seedSize: number;
  /** The most characters that a piece may have. */
  readonly longestPiece: number;
  readonly isPiece: (piece: string) => boolean;
}

/**
 * Finds the pieces to begin with, as SentencePiece does: all characters, and the substrings with the highest score,
 * which is how often they occur times their characters. A suffix array finds the substrings: of those that occur
 * equally often in the same places only the longest counts.
 *
 * @returns the pieces with the logarithm of their share of the scores, the characters first.
 */
export function findSeeds(words: TrainingWords, options: SeedOptions): ScoredPiece[] {
  const { symbols, starts, counts } = words;
  const boundary = 0;
  const order = sortSuffixes(symbols);
  const shared = commonPrefixes(symbols, order, (symbol) => symbol === boundary);
  const weights = new Float64Array(symbols.length);
  const ends = new Int32Array(symbols.length);
  for (let word = 0; word < counts.length; word++) {
    const end = (starts[word + 1] ?? 0) - 1;
    weights.fill(counts[word] ?? 0, starts[word], end);
    ends.fill(end, starts[word], end + 1);
  }
  // How often all substrings up to a place in the order occur, so that a range of them is a difference.
  const sums = new Float64Array(symbols.length + 1);
  for (let at = 0; at < order.length; at++) sums[at + 1] = (sums[at] ?? 0) + (weights[order[at] ?? 0] ?? 0);

  const found = new Map<string, number>();
  function offer(start: number, length: number, count: number): void {
    if (length < 2 || length > options.longestPiece || count < 2) return;
    const piece = textOf(symbols, start, length);
    if (options.isPiece(piece)) found.set(piece, Math.max(found.get(piece) ?? 0, count * length));
  }
  for (const { first, last, length } of repeats(shared)) {
    offer(order[first] ?? 0, length, (sums[last + 1] ?? 0) - (sums[first] ?? 0));
  }
  // The rest of a word that occurs nowhere else is as frequent as the word.
  for (let at = 0; at < order.length; at++) {
    const start = order[at] ?? 0;
    const length = (ends[start] ?? 0) - start;
    if (length > Math.max(shared[at] ?? 0, shared[at + 1] ?? 0)) offer(start, length, weights[start] ?? 0);
  }

  const substrings = [...found].sort(byScore).slice(0, options.seedSize);
  const seeds = [...[...words.characters].sort(byScore), ...substrings];
  const total = Math.log(seeds.reduce((sum, [, score]) => sum + score, 0));
  return seeds.map(([piece, score]) => [piece, Math.log(score) - total]);
}

/** Sorts the highest first, equal ones by their code points. */
export function byScore(first: readonly [string, number], second: readonly [string, number]): number {
  return second[1] - first[1] || comparePoints(first[0], second[0]);
}

/** Compares texts by their code points, which is the order of their UTF-8. */
export function comparePoints(first: string, second: string): number {
  const length = Math.min(first.length, second.length);
  for (let at = 0; at < length; at++) {
    const [a, b] = [first.charCodeAt(at), second.charCodeAt(at)];
    if (a !== b) {
      // Halves of pairs stand for the highest code points, but are not the highest units.
      const isHalf = (unit: number) => (unit & 0xf800) === 0xd800;
      return isHalf(a) === isHalf(b) ? a - b : isHalf(a) ? 1 : -1;
    }
  }
  return first.length - second.length;
}

function textOf(symbols: Int32Array, start: number, length: number): string {
  return String.fromCodePoint(...symbols.subarray(start, start + length));
}
