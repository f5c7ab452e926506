import { type Belief, firstBelief, hear, predictFrom } from "./belief.ts";
import type { FiniteStateLanguage } from "./language.ts";
import { stationaryDistribution } from "./stationary.ts";

/** Computes the entropy of a distribution, in nats: the mean of -log p. An outcome of probability 0 adds nothing. */
export function entropyOf(probabilities: Iterable<number>): number {
  let sum = 0;
  for (const probability of probabilities) {
    sum -= probability > 0 ? probability * Math.log(probability) : 0;
  }
  return sum;
}

/**
 * Computes the entropy rate: the mean surprisal of a token for whoever knows the language and all the text before it
 * (Shannon 1948, theorem 5). No model can have a lower loss on long texts. It is the entropy of each state's next
 * token, weighted by how often the state occurs.
 *
 * @returns per token, in bits and in nats
 * @example
 * const { bits, nats } = entropyRate(createSchool());
 * bits * Math.LN2 - nats; // 0
 */
export function entropyRate(language: FiniteStateLanguage): { bits: number; nats: number } {
  const share = stationaryDistribution(language);
  const nats = entropiesOfStates(language).reduce((sum, entropy, state) => sum + entropy * (share[state] ?? 0), 0);
  return { bits: nats / Math.LN2, nats };
}

/**
 * Computes the lowest perplexity that a model can have: the number of equally likely words that would be as hard to
 * guess. It is *e* to the power of the entropy rate.
 */
export function perplexityFloor(language: FiniteStateLanguage): number {
  return Math.exp(entropyRate(language).nats);
}

/**
 * Computes the mean entropy of the token at each position of a text that begins at the start, over all texts.
 *
 * @param length how many positions
 * @returns [length], nats
 */
export function entropyByPosition(language: FiniteStateLanguage, length: number): Float64Array {
  const entropies = entropiesOfStates(language);
  let share: Belief = firstBelief(language, "start");
  return new Float64Array(length).map(() => {
    let mean = 0;
    const after = new Map<number, number>();
    for (const [state, weight] of share) {
      mean += weight * (entropies[state] ?? 0);
      for (const { next, probability } of language.states[state]?.values() ?? []) {
        after.set(next, (after.get(next) ?? 0) + weight * probability);
      }
    }
    share = after;
    return mean;
  });
}

/**
 * Computes the floor for models that see only the last few tokens: the entropy of a token given the `k` before it, for
 * k = 0, 1, ..., `longest`. k = 1 is the best that a bigram model can do, k = 2 a trigram model. The floors fall
 * towards the entropy rate, and stay above it until the window reaches back to what the token must agree with.
 *
 * Two windows that leave the same belief about the state count as one, so the work grows with the number of different
 * beliefs and not with that of windows.
 *
 * @param longest how many tokens the model sees at most
 * @returns [longest + 1], nats
 * @throws RangeError unless `longest` is a whole number from 0 on
 * @example
 * const [unigram, bigram] = contextFloors(createSchool(), 1); // unigram is above bigram
 */
export function contextFloors(language: FiniteStateLanguage, longest: number): Float64Array {
  if (!Number.isInteger(longest) || longest < 0) {
    throw new RangeError(`Cannot compute floors up to a context of ${longest}: it must be a whole number from 0 on`);
  }
  let beliefs = [{ belief: firstBelief(language, "anywhere"), share: 1 }];
  const floors = new Float64Array(longest + 1);
  for (let context = 0; ; context++) {
    const merged = new Map<string, { belief: Belief; share: number }>();
    for (const { belief, share } of beliefs) {
      const predicted = predictFrom(language, belief);
      floors[context] = (floors[context] ?? 0) + share * entropyOf(predicted.values());
      for (const token of context < longest ? predicted.keys() : []) {
        const heard = hear(language, belief, token);
        const key = keyOf(heard.belief);
        const known = merged.get(key) ?? { belief: heard.belief, share: 0 };
        known.share += share * heard.probability;
        merged.set(key, known);
      }
    }
    if (context === longest) {
      return floors;
    }
    beliefs = [...merged.values()];
  }
}

/** Names a belief, up to roundings: two ways to the same knowledge differ in the last digits only. */
function keyOf(belief: Belief): string {
  return [...belief]
    .sort(([first], [second]) => first - second)
    .map(([state, weight]) => `${state}:${weight.toFixed(10)}`)
    .join(" ");
}

/** The entropy of the next token in each state, in nats. */
function entropiesOfStates({ states }: FiniteStateLanguage): number[] {
  return states.map((transitions) => entropyOf([...transitions.values()].map(({ probability }) => probability)));
}
