import { createRandom } from "../../random/index.ts";
import type { Forms, Verb } from "./words.ts";

/** A word or noun with its probability. */
export interface Weighted<T> {
  item: T;
  probability: number;
}

/**
 * Weighs items by Zipf's law: the second is half as likely as the first, the third a third, as words are in real text.
 *
 * @returns probabilities that add up to 1
 */
export function zipf<T>(items: readonly T[]): Weighted<T>[] {
  const total = items.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0);
  return items.map((item, rank) => ({ item, probability: 1 / (rank + 1) / total }));
}

/** A kind of school: dialect 0, or another that has changed the tastes of a share of the verbs. */
export interface Dialect {
  dialect: number;
  drift: number;
}

/**
 * Weighs what a verb acts on. Every verb has its own favourites, in an order that is arbitrary but always the same.
 * Another dialect draws the favourites of a verb anew, with probability `drift`.
 */
export function tasteOf(verb: Verb, { dialect, drift }: Dialect): Weighted<Forms>[] {
  const name = `tastes of ${verb.forms.plural}`;
  const own = createRandom(dialect).stream(name);
  const hasChanged = dialect !== 0 && own.uniform() < drift;
  return zipf((hasChanged ? own : createRandom(0).stream(name).stream("shared")).shuffle(verb.objects));
}
