import { createRandom } from "../../random/index.ts";
import type { FiniteStateLanguage, Transition } from "./language.ts";

/**
 * Speaks the language without end: yields one token id after the other. The same seed gives the same text.
 *
 * @example
 * streamTokens(createSchool(), 1).next().value; // the id of the first word
 */
export function* streamTokens(language: FiniteStateLanguage, seed: number): Generator<number, never, undefined> {
  const random = createRandom(seed).stream("finite-state language");
  const waysOn = language.states.map((transitions) => [...transitions.values()]);
  let state = 0;
  while (true) {
    const { token, next } = pick(waysOn[state] ?? [], random.uniform());
    yield token;
    state = next;
  }
}

/**
 * Draws a text of exactly this many tokens. A longer text of the same seed begins with the shorter one.
 *
 * @param options.count how many tokens
 * @param options.seed a whole number; the same seed gives the same text
 * @returns [count] token ids
 * @throws RangeError unless the count is a whole number from 0 on
 * @example
 * sampleTokens(createSchool(), { count: 1000, seed: 1 }).length; // 1000
 */
export function sampleTokens(
  language: FiniteStateLanguage,
  { count, seed }: { count: number; seed: number },
): Int32Array {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`Cannot draw ${count} tokens: the count is a whole number from 0 on`);
  }
  const tokens = new Int32Array(count);
  const stream = streamTokens(language, seed);
  for (let at = 0; at < count; at++) {
    tokens[at] = stream.next().value;
  }
  return tokens;
}

/** Finds the way on whose slice of [0, 1) holds `drawn`. */
function pick(ways: readonly Transition[], drawn: number): Transition {
  let passed = 0;
  for (const way of ways) {
    passed += way.probability;
    if (drawn < passed) {
      return way;
    }
  }
  // The probabilities may add up to a rounding less than 1, and `drawn` may fall into the gap.
  const last = ways.at(-1);
  if (last === undefined) {
    throw new Error("Cannot go on from a state without transitions: build languages by createFiniteStateLanguage");
  }
  return last;
}
