import { inflect } from "./inflect.ts";
import { type Adjective, adjectives, determiners, forms, names, nouns, prepositions, verbs } from "./words.ts";

/** The first ids of both vocabularies: what fills up short sentences, and where a sentence begins and ends. */
export const translationMarks = ["<pad>", "<start>", "<end>"] as const;

const genders = ["masculine", "feminine"] as const;
const numbers = ["singular", "plural"] as const;
const everyNoun = [...nouns, ...names];
const allForms = (adjective: Pick<Adjective, "spanish">) =>
  numbers.flatMap((number) => genders.map((gender) => inflect(adjective, gender, number)));

/** Every English word once: the place of a word is its token id. */
export const englishVocabulary: readonly string[] = unique(
  ...translationMarks,
  ...". ? 's and but because who is are do does did not very a an".split(" "),
  ...determiners.flatMap(({ english }) => Object.values(english)),
  ...prepositions.map(({ english }) => english),
  ...verbs.flatMap(({ english }) => Object.values(english)),
  ...everyNoun.flatMap(({ english }) => Object.values(english)),
  ...adjectives.map(({ english }) => english),
);

/** Every Spanish word once: the place of a word is its token id. */
export const spanishVocabulary: readonly string[] = unique(
  ...translationMarks,
  ...". ¿ ? y pero porque que no muy a al de del".split(" "),
  ...Object.values(forms).flatMap((be) => Object.values(be)),
  ...determiners.flatMap(({ spanish }) => Object.values(spanish).flat()),
  ...prepositions.flatMap(({ spanish }) => spanish),
  ...verbs.flatMap(({ spanish: { present, past }, hasPast }) =>
    [present, ...(hasPast ? [past] : [])].flatMap(Object.values<string>),
  ),
  ...everyNoun.flatMap(({ spanish, feminine }) => [...Object.values(spanish), feminine ?? ""]),
  ...adjectives.flatMap(({ before = "", use, ...each }) =>
    // What only stands before its noun has no other masculine singular.
    [before, ...allForms(each).slice(use === "noun" ? 1 : 0)],
  ),
);

/**
 * Turns English words into their places in `englishVocabulary`.
 *
 * @throws RangeError for a word that the sentences do not have
 * @example
 * englishIds(["<start>", "<end>"]); // [1, 2]
 */
export function englishIds(words: readonly string[]): number[] {
  return idsOf(words, englishVocabulary, "English");
}

/**
 * Turns Spanish words into their places in `spanishVocabulary`.
 *
 * @throws RangeError for a word that the sentences do not have
 */
export function spanishIds(words: readonly string[]): number[] {
  return idsOf(words, spanishVocabulary, "Spanish");
}

function idsOf(words: readonly string[], vocabulary: readonly string[], language: string): number[] {
  return words.map((word) => {
    const id = vocabulary.indexOf(word);
    if (id === -1) {
      throw new RangeError(
        `Cannot find "${word}" in the ${language} vocabulary: its ${vocabulary.length} words are others`,
      );
    }
    return id;
  });
}

function unique(...words: string[]): string[] {
  return [...new Set(words)].filter((word) => word !== "");
}
