import { type Beginning, type Belief, firstBelief, hear, predictFrom } from "./belief.ts";
import { entropyOf } from "./entropy.ts";
import type { FiniteStateLanguage } from "./language.ts";

/**
 * Computes the exact distribution of the next token after a prefix.
 *
 * @param prefix token ids
 * @param from whether the prefix begins at the "start" of a text (unless told) or "anywhere" in one
 * @returns [vocabulary], adding up to 1; a word that cannot follow has probability 0
 * @throws Error if the language cannot produce the prefix
 * @example
 * const school = createSchool();
 * const next = nextTokenProbabilities(school, languageIds(school, "the"));
 * next[school.vocabulary.indexOf(".")]; // 0
 */
export function nextTokenProbabilities(
  language: FiniteStateLanguage,
  prefix: ArrayLike<number>,
  { from = "start" }: { from?: Beginning } = {},
): Float64Array {
  let belief = firstBelief(language, from);
  for (let at = 0; at < prefix.length; at++) {
    belief = mustHear(language, belief, prefix, at);
  }
  const probabilities = new Float64Array(language.vocabulary.length);
  for (const [token, probability] of predictFrom(language, belief)) {
    probabilities[token] = probability;
  }
  return probabilities;
}

/**
 * Computes the surprisal of each token of a text: -log of its exact probability after all tokens before it, in nats.
 * Their mean is the loss of a model that knows the language perfectly. `Infinity` marks the first token that is
 * impossible where it stands; what stands after it has no probability and is `NaN`.
 *
 * @param ids token ids
 * @param from whether the text begins at the "start" (unless told) or "anywhere"
 * @returns [ids], nats
 * @example
 * const school = createSchool();
 * surprisals(school, languageIds(school, "teacher"))[0]; // Infinity: no sentence starts with a noun
 */
export function surprisals(
  language: FiniteStateLanguage,
  ids: ArrayLike<number>,
  { from = "start" }: { from?: Beginning } = {},
): Float64Array {
  const nats = new Float64Array(ids.length).fill(Number.NaN);
  let belief = firstBelief(language, from);
  for (let at = 0; at < ids.length; at++) {
    const heard = hear(language, belief, ids[at] ?? -1);
    nats[at] = heard.probability === 0 ? Number.POSITIVE_INFINITY : -Math.log(heard.probability);
    if (heard.probability === 0) {
      break;
    }
    belief = heard.belief;
  }
  return nats;
}

/**
 * Computes how open each place of a text is: the entropy of the exact distribution there, given all tokens before it.
 *
 * @param ids token ids
 * @returns [ids + 1], nats: one for each token and one for what comes after the last
 * @throws Error if the language cannot produce the text
 */
export function entropyAlong(
  language: FiniteStateLanguage,
  ids: ArrayLike<number>,
  { from = "start" }: { from?: Beginning } = {},
): Float64Array {
  const nats = new Float64Array(ids.length + 1);
  let belief = firstBelief(language, from);
  for (let at = 0; at <= ids.length; at++) {
    nats[at] = entropyOf(predictFrom(language, belief).values());
    if (at < ids.length) {
      belief = mustHear(language, belief, ids, at);
    }
  }
  return nats;
}

function mustHear(language: FiniteStateLanguage, belief: Belief, ids: ArrayLike<number>, at: number): Belief {
  const token = ids[at] ?? -1;
  const heard = hear(language, belief, token);
  if (heard.probability === 0) {
    const word = language.vocabulary[token] ?? `id ${token}`;
    throw new Error(`Cannot predict after the token "${word}" at position ${at}: it cannot stand there`);
  }
  return heard.belief;
}
