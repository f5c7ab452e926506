import type { Random } from "../../random/index.ts";
import type { Segmentation } from "../pipeline/parts.ts";
import { addLogarithms } from "./expectation.ts";
import { createLattice, fillLattice, type Lattice } from "./lattice.ts";
import type { Unigram, UnigramTables } from "./unigram.ts";

/** One way to cut a text; what no piece spells has the unknown id, or -1, a character at a time. */
export interface ScoredSegmentation extends Segmentation {
  readonly pieces: readonly string[];
  /** The logarithm of its probability: the sum of the pieces' scores. */
  readonly score: number;
}

/** A piece that stands somewhere in a text: an edge of the lattice. */
export interface LatticePiece {
  readonly id: number;
  readonly piece: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  /** How probable it is that the piece stands here: the share of all ways to cut the text that go through it. */
  readonly probability: number;
}

/**
 * Finds the `count` most probable ways to cut a text, the best first: for every place the best that end there, each made
 * of one of the best that end where its last piece begins.
 *
 * @param text as the model reads it: normalised.
 * @throws RangeError for a count that is no whole number from 1 up.
 *
 * @example
 * const unigram = createUnigram({ pieces: [["the", -1], ["t", -2], ["he", -2]] });
 * bestSegmentations(unigram, "the", 2).map(({ pieces }) => pieces) // [["the"], ["t", "he"]]
 */
export function bestSegmentations(unigram: Unigram, text: string, count: number): ScoredSegmentation[] {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`Cannot find the best ${count} segmentations: it must be a whole number from 1 up`);
  }
  const { lattice, scoreOf, idOf } = latticeOf(unigram.tables, text);
  interface Path {
    readonly edge: number;
    readonly before: Path | undefined;
    readonly score: number;
  }
  const start: Path = { edge: -1, before: undefined, score: 0 };
  const best: Path[][] = Array.from({ length: text.length + 1 }, () => []);
  best[0] = [start];
  const byEnd = edgesByEnd(lattice, text.length);
  for (let end = 1; end <= text.length; end++) {
    const paths: Path[] = [];
    for (const edge of byEnd[end] ?? []) {
      for (const before of best[lattice.starts[edge] ?? 0] ?? []) {
        paths.push({ edge, before, score: before.score + scoreOf(edge) });
      }
    }
    best[end] = paths.sort((first, second) => second.score - first.score).slice(0, count);
  }
  return (best[text.length] ?? []).map((path) => {
    const edges: number[] = [];
    for (let at: Path | undefined = path; at?.before !== undefined; at = at.before) edges.push(at.edge);
    return segmentationOf(lattice, idOf, text, edges.reverse(), path.score);
  });
}

/**
 * Draws a way to cut a text (subword regularisation; Kudo, 2018): each with its probability, raised to 1 / temperature
 * and made to sum to 1 again. Below 1 the best ones come more often, above 1 all more alike.
 *
 * @param options `random` gives the chance, `temperature` (default 1) is above 0.
 * @throws RangeError for another temperature.
 *
 * @example
 * sampleSegmentation(unigram, "the", { random: createRandom(1) }).pieces // ["t", "he"] once in a while
 */
export function sampleSegmentation(
  unigram: Unigram,
  text: string,
  { random, temperature = 1 }: { readonly random: Random; readonly temperature?: number },
): ScoredSegmentation {
  if (!(temperature > 0)) {
    throw new RangeError(`Cannot draw at the temperature ${temperature}: it must be above 0`);
  }
  const { lattice, scoreOf, idOf } = latticeOf(unigram.tables, text);
  const forward = sumsUpTo(lattice, text.length, (edge) => scoreOf(edge) / temperature);
  const byEnd = edgesByEnd(lattice, text.length);
  const edges: number[] = [];
  let score = 0;
  for (let end = text.length; end > 0; ) {
    let left = random.uniform();
    let chosen = -1;
    for (const edge of byEnd[end] ?? []) {
      chosen = edge;
      const share = (forward[lattice.starts[edge] ?? 0] ?? 0) + scoreOf(edge) / temperature - (forward[end] ?? 0);
      left -= Math.exp(share);
      // Rounding can leave a little over at the last one, which takes it.
      if (left < 0) break;
    }
    edges.push(chosen);
    score += scoreOf(chosen);
    end = lattice.starts[chosen] ?? 0;
  }
  return segmentationOf(lattice, idOf, text, edges.reverse(), score);
}

/** Finds the logarithm of a text's probability: that of all ways to cut it together. */
export function textLogProbability(unigram: Unigram, text: string): number {
  const { lattice, scoreOf } = latticeOf(unigram.tables, text);
  return sumsUpTo(lattice, text.length, scoreOf)[text.length] ?? 0;
}

/** Lists the pieces that stand anywhere in a text, with how probable each is there, sorted by where they begin. */
export function latticePieces(unigram: Unigram, text: string): LatticePiece[] {
  const { lattice, scoreOf, idOf } = latticeOf(unigram.tables, text);
  const { starts, ends, count } = lattice;
  const forward = sumsUpTo(lattice, text.length, scoreOf);
  const backward = new Float64Array(text.length + 1).fill(Number.NEGATIVE_INFINITY);
  backward[text.length] = 0;
  for (let edge = count - 1; edge >= 0; edge--) {
    const start = starts[edge] ?? 0;
    backward[start] = addLogarithms(backward[start] ?? 0, scoreOf(edge) + (backward[ends[edge] ?? 0] ?? 0));
  }
  return Array.from({ length: count }, (_, edge) => {
    const [start, end] = [starts[edge] ?? 0, ends[edge] ?? 0];
    const score = scoreOf(edge);
    const through = (forward[start] ?? 0) + score + (backward[end] ?? 0) - (forward[text.length] ?? 0);
    return { id: idOf(edge), piece: text.slice(start, end), start, end, score, probability: Math.exp(through) };
  });
}

function latticeOf(tables: UnigramTables, text: string) {
  const lattice = createLattice();
  fillLattice(lattice, tables, text);
  const { unknownId, unknownScore, scores } = tables;
  const scoreOf = (edge: number): number => scores[lattice.ids[edge] ?? -1] ?? unknownScore;
  const idOf = (edge: number): number => {
    const id = lattice.ids[edge] ?? -1;
    return id === -1 ? unknownId : id;
  };
  return { lattice, scoreOf, idOf };
}

/** The logarithm of the sum over all ways to every place. */
function sumsUpTo({ starts, ends, count }: Lattice, length: number, scoreOf: (edge: number) => number): Float64Array {
  const sums = new Float64Array(length + 1).fill(Number.NEGATIVE_INFINITY);
  sums[0] = 0;
  for (let edge = 0; edge < count; edge++) {
    const end = ends[edge] ?? 0;
    sums[end] = addLogarithms(sums[end] ?? 0, (sums[starts[edge] ?? 0] ?? 0) + scoreOf(edge));
  }
  return sums;
}

function edgesByEnd({ ends, count }: Lattice, length: number): number[][] {
  const edges: number[][] = Array.from({ length: length + 1 }, () => []);
  for (let edge = 0; edge < count; edge++) edges[ends[edge] ?? 0]?.push(edge);
  return edges;
}

function segmentationOf(
  lattice: Lattice,
  idOf: (edge: number) => number,
  text: string,
  edges: readonly number[],
  score: number,
): ScoredSegmentation {
  const starts = edges.map((edge) => lattice.starts[edge] ?? 0);
  const ends = edges.map((edge) => lattice.ends[edge] ?? 0);
  return {
    ids: edges.map(idOf),
    starts,
    ends,
    pieces: starts.map((start, at) => text.slice(start, ends[at])),
    score,
  };
}
