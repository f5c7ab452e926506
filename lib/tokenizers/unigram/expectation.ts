import { createLattice, fillLattice, type Lattice } from "./lattice.ts";
import type { UnigramTables } from "./unigram.ts";

/** How often each piece is expected in a text. */
export interface Expectation {
  /**
   * Adds to `expected`, by id, how often each piece is expected in the text: the sum over all ways to cut it of their
   * probability times how often they have the piece, all times `count`.
   *
   * @returns the logarithm of the text's probability: that of all ways to cut it together.
   */
  add(text: string, count: number, expected: Float64Array): number;
}

/** Below this a probability has lost digits: the logarithms take over. */
const least = 1e-280;

/**
 * Prepares the forward-backward algorithm (Baum et al., 1970) over the lattices of texts. Short texts are reckoned with
 * probabilities, which is several times faster than with their logarithms; where those become too small for a number
 * of 64 bits, with logarithms.
 */
export function createExpectation(tables: UnigramTables): Expectation {
  const { scores, unknownScore } = tables;
  const probabilities = scores.map((score) => Math.exp(score));
  const unknown = Math.exp(unknownScore);
  const lattice = createLattice();
  let forward = new Float64Array(256);
  let backward = new Float64Array(256);

  function add(text: string, count: number, expected: Float64Array): number {
    fillLattice(lattice, tables, text);
    const { starts, ends, ids } = lattice;
    const { length } = text;
    if (forward.length <= length) {
      forward = new Float64Array(2 * length);
      backward = new Float64Array(2 * length);
    }
    forward.fill(0, 0, length + 1);
    backward.fill(0, 0, length + 1);
    forward[0] = 1;
    for (let edge = 0; edge < lattice.count; edge++) {
      const end = ends[edge] ?? 0;
      const probability = probabilities[ids[edge] ?? -1] ?? unknown;
      forward[end] = (forward[end] ?? 0) + (forward[starts[edge] ?? 0] ?? 0) * probability;
    }
    const whole = forward[length] ?? 0;
    if (whole < least) return addByLogarithms(lattice, tables, length, count, expected);
    backward[length] = 1;
    const share = count / whole;
    for (let edge = lattice.count - 1; edge >= 0; edge--) {
      const id = ids[edge] ?? -1;
      const start = starts[edge] ?? 0;
      const rest = (probabilities[id] ?? unknown) * (backward[ends[edge] ?? 0] ?? 0);
      backward[start] = (backward[start] ?? 0) + rest;
      if (id >= 0) expected[id] = (expected[id] ?? 0) + share * (forward[start] ?? 0) * rest;
    }
    return Math.log(whole);
  }

  return { add };
}

/** The same with logarithms. */
function addByLogarithms(
  { starts, ends, ids, count: edges }: Lattice,
  { scores, unknownScore }: UnigramTables,
  length: number,
  count: number,
  expected: Float64Array,
): number {
  const forward = new Float64Array(length + 1).fill(Number.NEGATIVE_INFINITY);
  const backward = new Float64Array(length + 1).fill(Number.NEGATIVE_INFINITY);
  forward[0] = 0;
  backward[length] = 0;
  const scoreOf = (edge: number) => scores[ids[edge] ?? -1] ?? unknownScore;
  for (let edge = 0; edge < edges; edge++) {
    const [start, end] = [starts[edge] ?? 0, ends[edge] ?? 0];
    forward[end] = addLogarithms(forward[end] ?? 0, (forward[start] ?? 0) + scoreOf(edge));
  }
  const whole = forward[length] ?? 0;
  for (let edge = edges - 1; edge >= 0; edge--) {
    const [start, end, id] = [starts[edge] ?? 0, ends[edge] ?? 0, ids[edge] ?? -1];
    const rest = scoreOf(edge) + (backward[end] ?? 0);
    backward[start] = addLogarithms(backward[start] ?? 0, rest);
    if (id >= 0) expected[id] = (expected[id] ?? 0) + count * Math.exp((forward[start] ?? 0) + rest - whole);
  }
  return whole;
}

/** The logarithm of the sum of two numbers that are given as logarithms. */
export function addLogarithms(first: number, second: number): number {
  const [high, low] = first > second ? [first, second] : [second, first];
  return low === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
}
