import type { FiniteStateLanguage } from "./language.ts";

/**
 * Computes how often the machine is in each state in the long run: the distribution that one step leaves as it is.
 *
 * Takes out one state after the other, from the last to the second, and lets those before it pass through (Grassmann,
 * Taksar and Heyman, "Regenerative analysis and steady state distributions for Markov chains", 1985). Nothing is ever
 * subtracted, so every probability is right to a few roundings.
 *
 * @returns [states], adding up to 1
 * @throws Error if the machine can be caught in states from which the start is never reached again
 * @example
 * stationaryDistribution(createSchool())[0]; // one over the mean length of a sentence
 */
export function stationaryDistribution({ states }: FiniteStateLanguage): Float64Array {
  const size = states.length;
  const moves = movesBetween(states);
  const enteredFrom: Set<number>[] = moves.map(() => new Set());
  moves.forEach((row, state) => {
    for (const next of row.keys()) {
      enteredFrom[next]?.add(state);
    }
  });

  for (let out = size - 1; out > 0; out--) {
    const row = moves[out] ?? new Map<number, number>();
    const onwards = [...row].filter(([next]) => next < out);
    const leaves = onwards.reduce((sum, [, probability]) => sum + probability, 0);
    if (leaves === 0) {
      throw new Error(`Cannot find how often each state occurs: from state ${out} nothing leads back to the start`);
    }
    for (const before of enteredFrom[out] ?? []) {
      const rowBefore = moves[before];
      if (before >= out || rowBefore === undefined) {
        continue;
      }
      const visits = (rowBefore.get(out) ?? 0) / leaves;
      rowBefore.set(out, visits);
      for (const [next, probability] of onwards) {
        rowBefore.set(next, (rowBefore.get(next) ?? 0) + visits * probability);
        enteredFrom[next]?.add(before);
      }
    }
  }

  const share = new Float64Array(size);
  share[0] = 1;
  for (let state = 1; state < size; state++) {
    for (const before of enteredFrom[state] ?? []) {
      if (before < state) {
        share[state] = (share[state] ?? 0) + (share[before] ?? 0) * (moves[before]?.get(state) ?? 0);
      }
    }
  }
  const total = share.reduce((sum, x) => sum + x, 0);
  return share.map((x) => x / total);
}

/** The probability of each move from state to state, over all words that make it. */
function movesBetween(states: FiniteStateLanguage["states"]): Map<number, number>[] {
  return states.map((transitions) => {
    const row = new Map<number, number>();
    for (const { next, probability } of transitions.values()) {
      row.set(next, (row.get(next) ?? 0) + probability);
    }
    return row;
  });
}
