import { createFiniteStateLanguage, type FiniteStateLanguage } from "../finite-state/language.ts";
import { type Place, schoolGrammar } from "./grammar.ts";
import { schoolVocabulary } from "./words.ts";

/** What can be chosen about the language. */
export interface SchoolOptions {
  /**
   * How many words stand between the subject and the verb that agrees with it, 0 or more; 3 unless told. Three fill a
   * phrase such as "near the books", whose noun may mislead; one or two more are adverbs.
   */
  distance?: number;
  /**
   * How far the verb can be trusted to agree with its subject, from 0 to 1; 1 unless told. With this probability it
   * agrees; otherwise it is drawn from all verbs, as if nobody had heard the subject.
   */
  reliability?: number;
  /** 0 for school itself (unless told), or the seed of a related language: same grammar and words, other tastes. */
  dialect?: number;
  /** The probability that a dialect changes what a verb mostly acts on, from 0 to 1; 0.5 unless told. */
  drift?: number;
}

/**
 * Creates the school language: sentences about teachers, students and books, in which everything can be computed.
 *
 * "the teachers near the book explain the small planet in the library ." The subject decides which verb may follow,
 * in kind (teachers teach, students learn, books tell) and in number, however many words stand in between; the verb
 * decides what is acted on. Words follow Zipf's law. See `entropyRate`, `nextTokenProbabilities`, `sampleTokens`.
 *
 * @throws RangeError for a distance, reliability, dialect or drift out of its range
 * @example
 * const school = createSchool({ distance: 6, reliability: 0.9 });
 * languageText(school, sampleTokens(school, { count: 12, seed: 1 }));
 */
export function createSchool({
  distance = 3,
  reliability = 1,
  dialect = 0,
  drift = 0.5,
}: SchoolOptions = {}): FiniteStateLanguage {
  for (const [name, value] of Object.entries({ distance, dialect })) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`Cannot create a school with ${name} ${value}: it must be a whole number from 0 on`);
    }
  }
  for (const [name, value] of Object.entries({ reliability, drift })) {
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(`Cannot create a school with ${name} ${value}: it must lie between 0 and 1`);
    }
  }
  return createFiniteStateLanguage<Place>({
    vocabulary: schoolVocabulary,
    start: { at: "start" },
    ways: schoolGrammar({ distance, reliability, dialect, drift }),
  });
}
