import { createRandom, type Random } from "../../random/index.ts";
import { drawMeaning, type TranslationShape, translationShapes } from "./draw.ts";
import { sayInEnglish } from "./english.ts";
import type { Clause, Meaning, Phrase } from "./meaning.ts";
import { sayInSpanish } from "./spanish.ts";

/**
 * Where a sentence belongs. "pairings" holds all sentences with an adjective and a noun that meet in no other sentence,
 * neither in training nor in "validation" and "test".
 */
export type TranslationSide = "training" | "validation" | "test" | "pairings";

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

const validationShare = 0.1;
const testShare = 0.1;
const pairingShare = 0.08;
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
 * pair?.english.join(" "); // "our blue table is new ."
 * pair?.spanish.join(" "); // "nuestra mesa azul es nueva ."
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
    const pair = drawPair(shapes[turn % shapes.length] ?? "state", random);
    const text = pair.english.join(" ");
    const words = [pair.english.length, pair.spanish.length];
    if (Math.min(...words) >= shortest && Math.max(...words) <= longest && !drawn.has(text) && pair.side === side) {
      const { english, spanish, shape, links } = pair;
      drawn.set(text, { english, spanish, shape, links });
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

function drawPair(shape: TranslationShape, random: Random): Translation & { side: TranslationSide } {
  const meaning = drawMeaning(shape, random);
  const english = sayInEnglish(meaning);
  const spanish = sayInSpanish(meaning);
  const links = spanish.flatMap(({ parts }, i) =>
    english.flatMap((said, j) => (said.parts.some((part) => parts.includes(part)) ? [{ spanish: i, english: j }] : [])),
  );
  const words = english.map(({ word }) => word);
  return { english: words, spanish: spanish.map(({ word }) => word), shape, links, side: sideOf(meaning, words) };
}

function sideOf(meaning: Meaning, words: readonly string[]): TranslationSide {
  if (meaning.clauses.flatMap(pairingsOf).some(isHeldBack)) {
    return "pairings";
  }
  const draw = place(words.join(" "));
  if (draw < testShare) {
    return "test";
  }
  return draw < testShare + validationShare ? "validation" : "training";
}

/** Every adjective with the noun that it is said of. */
function pairingsOf(clause: Clause): string[] {
  const { phrases, who } = clause.subject;
  const others = clause.says === "action" ? [clause.action.object] : [];
  const at = "at" in clause && clause.at !== undefined ? [clause.at.place] : [];
  const inPhrases = [...phrases, ...(who ? [who.object] : []), ...others, ...at].flatMap(inPhrase);
  const said = clause.says === "role" ? clause.adjectives : clause.says === "state" ? [clause.adjective] : [];
  const nouns = clause.says === "role" ? [clause.noun] : phrases.map(({ noun }) => noun);
  return [...inPhrases, ...said.flatMap(({ english }) => nouns.map((noun) => `${english} ${noun.english.singular}`))];
}

function inPhrase({ noun, adjectives, owner }: Phrase): string[] {
  const own = adjectives.map(({ english }) => `${english} ${noun.english.singular}`);
  return owner === undefined ? own : [...own, ...inPhrase(owner)];
}

const heldBack = new Map<string, boolean>();

function isHeldBack(pairing: string): boolean {
  const known = heldBack.get(pairing) ?? place(pairing) < pairingShare;
  heldBack.set(pairing, known);
  return known;
}

/** Gives every text its place between 0 and 1, always the same. */
function place(text: string): number {
  return createRandom(0).stream("english-spanish sides").stream(text).uniform();
}
