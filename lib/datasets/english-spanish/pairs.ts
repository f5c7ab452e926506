import { createRandom } from "../../random/index.ts";
import { drawMeaning, type TranslationShape, translationShapes } from "./draw.ts";
import { sayInEnglish } from "./english.ts";
import type { Said } from "./meaning.ts";
import { sideOf, type TranslationSide } from "./sides.ts";
import { sayInSpanish } from "./spanish.ts";

/** A Spanish word and the English word that it translates, by their places in the sentences. */
export interface TranslationLink {
  spanish: number;
  english: number;
}

/** A sentence in both languages. */
export interface Translation {
  english: readonly string[];
  spanish: readonly string[];
  shape: TranslationShape;
  /** Every pair of words that say the same part of the meaning; a word may have several links. */
  links: readonly TranslationLink[];
}

/** What to draw. */
export interface TranslationOptions {
  /** How many different sentences. */
  count: number;
  seed: number;
  /** Where they are to be used; "training" unless told. */
  side?: TranslationSide;
  /** The kinds of sentences, each as frequent as the other where there are enough; all unless told. */
  shapes?: readonly TranslationShape[];
  /** The fewest words, in both languages, the sign at the end included; 1 unless told. */
  shortest?: number;
  /** The most words, in both languages, the signs included; no limit unless told. */
  longest?: number;
}

/** So many draws in a row without a new sentence mean that there are hardly any left. */
const patience = 5000;

/**
 * Draws different school sentences in English with their translation into Spanish.
 *
 * Every sentence belongs to one side, which depends on its English words alone: whatever is drawn for training, with any
 * seed and any other options, holds no sentence of the other sides.
 *
 * @throws RangeError if `count` is no whole number from 0 on, there is no shape, or there are not so many sentences
 * @example
 * const [pair] = translations({ count: 1, seed: 1, shapes: ["state"] });
 * pair?.english.join(" "); // "our brother 's blue pencil is small ."
 * pair?.spanish.join(" "); // "el lápiz azul de nuestro hermano es pequeño ."
 */
export function translations({
  count,
  seed,
  side = "training",
  shapes = translationShapes,
  shortest = 1,
  longest = Number.POSITIVE_INFINITY,
}: TranslationOptions): Translation[] {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`Cannot draw ${count} translations: it takes a whole number from 0 on`);
  }
  if (shapes.length === 0) {
    throw new RangeError(`Cannot draw translations of no shape: choose from ${translationShapes.join(", ")}`);
  }
  const random = createRandom(seed).stream(`english-spanish ${side}`);
  const drawn = new Map<string, Translation>();
  let misses = 0;
  for (let turn = 0; drawn.size < count; turn++) {
    const shape = shapes[turn % shapes.length] ?? "state";
    const meaning = drawMeaning(shape, random);
    const english = sayInEnglish(meaning);
    const spanish = sayInSpanish(meaning);
    const text = textOf(english);
    const fits =
      Math.min(english.length, spanish.length) >= shortest && Math.max(english.length, spanish.length) <= longest;
    if (fits && !drawn.has(text) && sideOf(meaning, text) === side) {
      drawn.set(text, {
        english: wordsOf(english),
        spanish: wordsOf(spanish),
        shape,
        links: linksOf(english, spanish),
      });
      misses = 0;
    } else if (++misses === patience) {
      throw new RangeError(
        `Cannot draw ${count} different translations: ${drawn.size} were found for "${side}" with the shapes ` +
          `${shapes.join(", ")} and ${shortest} to ${longest} words; ask for fewer, or allow more shapes and lengths`,
      );
    }
  }
  return [...drawn.values()];
}

function wordsOf(said: readonly Said[]): string[] {
  return said.map(({ word }) => word);
}

function textOf(said: readonly Said[]): string {
  return wordsOf(said).join(" ");
}

function linksOf(english: readonly Said[], spanish: readonly Said[]): TranslationLink[] {
  return spanish.flatMap(({ parts }, i) =>
    english.flatMap((said, j) => (said.parts.some((part) => parts.includes(part)) ? [{ spanish: i, english: j }] : [])),
  );
}
