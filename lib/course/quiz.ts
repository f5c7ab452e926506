import { markdown, show } from "../display/index.ts";
import { ExerciseError } from "./exercise-error.ts";

/** A question with several options, of which the computed answer is one. */
export interface Question {
  question: string;
  options: readonly (string | number)[];
  /** Computes the right option from what the notebook has measured. */
  answer: () => string | number;
  /** Why it is right; shown once it has been found. */
  because: string;
  /** Where to read again after a wrong answer. */
  section: string;
}

/** A quiz that has been posed. */
export interface Quiz {
  questions: readonly Question[];
  /** The letter of the right option, question by question. */
  key: readonly string[];
}

/**
 * Shows the questions of a quiz, each with its options a, b, c, ...
 *
 * @throws Error if the computed answer of a question is not exactly one of its options
 * @example
 * const quiz = await poseQuiz([
 *   { question: "1 + 1 is", options: [1, 2], answer: () => 1 + 1, because: "one and one are two", section: "Sums" },
 * ]);
 */
export async function poseQuiz(questions: readonly Question[]): Promise<Quiz> {
  const key = questions.map(letterOfAnswer);
  await show(markdown(questions.map(questionText).join("\n\n")));
  return { questions, key };
}

/**
 * Marks the answers to a quiz and prints why each right one is right.
 *
 * @param answers one letter for each question, in order
 * @throws ExerciseError naming every question that is not right yet, and where to read again
 * @example
 * markQuiz(quiz, ["b"]);
 */
export function markQuiz(quiz: Quiz, answers: readonly string[]): void {
  const lines = quiz.questions.map((question, index) => {
    const given = answers[index]?.trim().toLowerCase() ?? "";
    const mark = `${index + 1}.`;
    if (given === "") {
      return `  ✗ ${mark} no answer yet`;
    }
    if (given.length !== 1 || optionOfLetter(question, given) === undefined) {
      return `  ✗ ${mark} "${given}" is no option; choose from a to ${letterOf(question.options.length - 1)}`;
    }
    return given === quiz.key[index]
      ? `  ✓ ${mark} ${question.because}`
      : `  ✗ ${mark} not "${given}"; read "${question.section}" again`;
  });
  const right = lines.filter((line) => line.startsWith("  ✓")).length;
  const heading = `Quiz: ${right} of ${lines.length} right`;
  if (right < lines.length) {
    throw new ExerciseError([heading, ...lines].join("\n"));
  }
  console.log([heading, ...lines].join("\n"));
}

function letterOfAnswer(question: Question, index: number): string {
  const answer = String(question.answer());
  const matching = question.options.flatMap((option, place) => (String(option) === answer ? [place] : []));
  const [place] = matching;
  if (place === undefined || matching.length > 1) {
    throw new Error(
      `Cannot pose question ${index + 1}: its computed answer ${answer} is ` +
        `${place === undefined ? "none" : "more than one"} of the options ${question.options.join(", ")}`,
    );
  }
  return letterOf(place);
}

function questionText({ question, options }: Question, index: number): string {
  const choices = options.map((option, place) => `   - **${letterOf(place)}** ${option}`);
  return [`${index + 1}. ${question}`, ...choices].join("\n");
}

function optionOfLetter(question: Question, letter: string): string | number | undefined {
  return question.options[letter.charCodeAt(0) - "a".charCodeAt(0)];
}

function letterOf(place: number): string {
  return String.fromCharCode("a".charCodeAt(0) + place);
}
