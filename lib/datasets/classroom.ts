import type { Random } from "../random/index.ts";

/** People who teach and are taught. */
export const people = ["teacher", "student", "tutor", "pupil", "coach", "child", "parent", "friend"] as const;
/** Things that the one who teaches holds. */
export const tools = ["book", "map", "chalk", "ruler"] as const;
/** Things that the one who is taught wears or carries. */
export const belongings = ["coat", "scarf", "bag", "lunch"] as const;

/** Every word of the language, in a fixed order: the place of a word is its token id. */
export const classroomVocabulary: readonly string[] = ["the", "taught", "with", ...people, ...tools, ...belongings];

/** A question that a word asks of its sentence, and where the answer stands. */
export interface Link {
  /** The position of the word that asks. */
  from: number;
  /** The position of the word that answers. */
  to: number;
}

/** A sentence of the form "the A taught the B with the C", with its links. */
export interface ClassroomSentence {
  words: readonly string[];
  links: readonly Link[];
}

/** How many words each sentence has. */
export const classroomLength = 8;
const subject = 1;
const verb = 2;
const object = 4;
const preposition = 5;
const thing = 7;

/**
 * Builds the sentence "the A taught the B with the C" and links its words.
 *
 * Three words ask a question whose answer is another word of the sentence:
 * "taught" asks whom (B), "with" asks with what (C), and the thing asks whose
 * it is: a tool is the teacher's (A), a belonging is the student's (B).
 *
 * @throws Error if a word is not of its kind, or if A and B are the same person
 * @example
 * classroomSentence("teacher", "student", "book").links; // taught -> student, with -> book, book -> teacher
 */
export function classroomSentence(teaches: string, isTaught: string, held: string): ClassroomSentence {
  for (const person of [teaches, isTaught]) {
    requireWord(person, people);
  }
  if (teaches === isTaught) {
    throw new Error(`Cannot build a sentence in which the ${teaches} teaches the ${isTaught}: choose two people`);
  }
  requireWord(held, [...tools, ...belongings]);
  const holder = isOneOf(held, tools) ? subject : object;
  return {
    words: ["the", teaches, "taught", "the", isTaught, "with", "the", held],
    links: [
      { from: verb, to: object },
      { from: preposition, to: thing },
      { from: thing, to: holder },
    ],
  };
}

/** Lists every sentence of the language: 8 people by 7 others by 8 things, 448 in all. */
export function allClassroomSentences(): ClassroomSentence[] {
  return people.flatMap((teaches) =>
    people
      .filter((isTaught) => isTaught !== teaches)
      .flatMap((isTaught) => [...tools, ...belongings].map((held) => classroomSentence(teaches, isTaught, held))),
  );
}

/**
 * Splits the language at random into sentences to train on and sentences never seen in training.
 *
 * @param random decides which sentence goes where
 * @param testShare the share held back, between 0 and 1; a quarter unless told
 */
export function splitClassroom(
  random: Random,
  testShare = 0.25,
): { training: ClassroomSentence[]; test: ClassroomSentence[] } {
  if (!(testShare > 0 && testShare < 1)) {
    throw new Error(`Cannot hold back a share of ${testShare}: it must lie between 0 and 1`);
  }
  const sentences = random.shuffle(allClassroomSentences());
  const held = Math.round(sentences.length * testShare);
  return { training: sentences.slice(held), test: sentences.slice(0, held) };
}

/**
 * Turns words into their places in the vocabulary.
 *
 * @throws Error for a word that the language does not have
 */
export function classroomIds(words: readonly string[]): number[] {
  return words.map((word) => {
    requireWord(word, classroomVocabulary);
    return classroomVocabulary.indexOf(word);
  });
}

/** Gives, for each position, the id of the word that answers its question, or -1 where nothing is asked. */
export function classroomAnswers(sentence: ClassroomSentence): number[] {
  const ids = classroomIds(sentence.words);
  return ids.map((_, position) => {
    const link = sentence.links.find(({ from }) => from === position);
    return link === undefined ? -1 : (ids[link.to] ?? -1);
  });
}

function isOneOf(word: string, words: readonly string[]): boolean {
  return words.includes(word);
}

function requireWord(word: string, words: readonly string[]): void {
  if (!isOneOf(word, words)) {
    throw new Error(`Cannot use the word "${word}" here: choose from ${words.join(", ")}`);
  }
}
