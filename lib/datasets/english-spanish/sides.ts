import type { Clause, Meaning, Phrase } from "./meaning.ts";

/**
 * Where a sentence belongs. "pairings" holds all sentences with an adjective and a noun that meet in no other sentence,
 * neither in training nor in "validation" and "test".
 */
export type TranslationSide = "training" | "validation" | "test" | "pairings";

const validationShare = 0.1;
const testShare = 0.1;
const pairingShare = 0.08;

/** Decides where a sentence belongs, by its meaning and its English text. */
export function sideOf(meaning: Meaning, text: string): TranslationSide {
  if (meaning.clauses.flatMap(pairingsOf).some((pairing) => placeOf(pairing) < pairingShare)) {
    return "pairings";
  }
  const draw = placeOf(text);
  if (draw < testShare) {
    return "test";
  }
  return draw < testShare + validationShare ? "validation" : "training";
}

/** Every adjective with the noun that it is said of. */
function pairingsOf(clause: Clause): string[] {
  const { phrases, who } = clause.subject;
  const others = clause.says === "action" ? [clause.action.object] : [];
  const places = "at" in clause && clause.at !== undefined ? [clause.at.place] : [];
  const inPhrases = [...phrases, ...(who ? [who.object] : []), ...others, ...places].flatMap(inPhrase);
  const said = clause.says === "role" ? clause.adjectives : clause.says === "state" ? [clause.adjective] : [];
  const nouns = clause.says === "role" ? [clause.noun] : phrases.map(({ noun }) => noun);
  return [...inPhrases, ...said.flatMap(({ english }) => nouns.map((noun) => `${english} ${noun.english.singular}`))];
}

function inPhrase({ noun, adjectives, owner }: Phrase): string[] {
  const own = adjectives.map(({ english }) => `${english} ${noun.english.singular}`);
  return owner === undefined ? own : [...own, ...inPhrase(owner)];
}

/**
 * Gives every text its place between 0 and 1, always the same: FNV-1a (Fowler, Noll and Vo), with the last mixing of
 * MurmurHash3 (Appleby), without which texts that differ in their last letter lie close together.
 */
function placeOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
