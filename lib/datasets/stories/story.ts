import { createRandom, type Random } from "../../random/index.ts";
import { drawCast, readSlot } from "./cast.ts";
import { phrases } from "./phrases.ts";
import type { Beat } from "./plot.ts";
import { plots } from "./plots/index.ts";
import { withPronouns } from "./pronouns.ts";
import { fillTemplate } from "./template.ts";

/** A short story, and the plot that it tells. */
export interface Story {
  plot: string;
  text: string;
}

/**
 * Tells the story of this number: someone at school wishes for something, something stands in the way, what is done
 * about it has consequences, and there is an end. It depends on the seed and the number only.
 *
 * @param seed a whole number
 * @param index a whole number from 0 on
 * @throws RangeError for an index out of its range
 * @example
 * storyAt(1, 0).text; // paragraphs parted by line breaks
 */
export function storyAt(seed: number, index: number): Story {
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new RangeError(`Cannot tell story ${index}: stories are numbered by whole numbers from 0 on`);
  }
  const random = createRandom(seed).stream(`story ${index}`);
  const plot = random.choice(plots);
  const cast = drawCast(random);
  const filling = { phrases, random, slot: (name: string) => readSlot(cast, name) };
  const told = tell(plot.beats, random).map((beat) => fillTemplate(beat, filling));
  return { plot: plot.name, text: withPronouns(tidy(told.join(" ")), Object.values(cast), random) };
}

/**
 * Tells story after story without end, in the order of their numbers.
 *
 * @example
 * for (const story of streamStories(1)) { console.log(story); break; }
 */
export function* streamStories(seed: number): Generator<string, never, undefined> {
  for (let index = 0; ; index++) {
    yield storyAt(seed, index).text;
  }
}

/**
 * Tells the first stories of a seed. More stories of the same seed begin with the same ones. A thousand of them are
 * about 0.7 MB.
 *
 * @param options.count how many
 * @param options.seed a whole number
 * @throws RangeError unless the count is a whole number from 0 on
 * @example
 * const text = sampleStories({ count: 100, seed: 1 }).join("\n\n"); // one text to train on
 */
export function sampleStories({ count, seed }: { count: number; seed: number }): string[] {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`Cannot tell ${count} stories: the count is a whole number from 0 on`);
  }
  return Array.from({ length: count }, (_, index) => storyAt(seed, index).text);
}

/** Takes one way through a plot: the templates of its beats, one after the other. */
function tell(beats: readonly Beat[], random: Random): string[] {
  return beats.flatMap((beat) => (typeof beat === "string" ? [beat] : tell(random.choice(beat.oneOf), random)));
}

/** Takes out double spaces, and gives every sentence its capital, except behind a quotation, where it may go on. */
function tidy(text: string): string {
  return text
    .replace(/ +/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .trim()
    .replace(/(^|\n|[.!?] )([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}
