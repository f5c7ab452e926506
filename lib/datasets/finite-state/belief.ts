import type { FiniteStateLanguage } from "./language.ts";
import { stationaryDistribution } from "./stationary.ts";

/** What a listener knows: the probability of each state that is still possible. */
export type Belief = ReadonlyMap<number, number>;

/**
 * Where a prefix begins: at the "start" of a text, or "anywhere" in a long one, where each state is as likely as it is
 * frequent. A model that is given a window out of the middle of a text is in the second case.
 */
export type Beginning = "start" | "anywhere";

/** What a listener knows before the first word. */
export function firstBelief(language: FiniteStateLanguage, beginning: Beginning): Belief {
  return beginning === "start" ? new Map([[0, 1]]) : new Map(stationaryDistribution(language).entries());
}

/**
 * Gives the probability of each possible next token, by the law of total probability over the states.
 *
 * @returns token to probability, adding up to 1
 */
export function predictFrom({ states }: FiniteStateLanguage, belief: Belief): Map<number, number> {
  const predicted = new Map<number, number>();
  for (const [state, weight] of belief) {
    for (const { token, probability } of states[state]?.values() ?? []) {
      predicted.set(token, (predicted.get(token) ?? 0) + weight * probability);
    }
  }
  return predicted;
}

/**
 * Takes a heard token into account, by Bayes' rule: one step of the forward filter.
 *
 * @returns the probability that the token had, and what is known after it; nothing is known after the impossible
 */
export function hear(
  { states }: FiniteStateLanguage,
  belief: Belief,
  token: number,
): { probability: number; belief: Belief } {
  const after = new Map<number, number>();
  let probability = 0;
  for (const [state, weight] of belief) {
    const transition = states[state]?.get(token);
    if (transition !== undefined) {
      const joint = weight * transition.probability;
      after.set(transition.next, (after.get(transition.next) ?? 0) + joint);
      probability += joint;
    }
  }
  for (const [state, joint] of after) {
    after.set(state, joint / probability);
  }
  return { probability, belief: after };
}
