import { expect } from "chai";
import { ExerciseError, markQuiz, poseQuiz, type Question } from "../../lib/course/index.ts";
import { errorOf, printedBy } from "../support/printed.ts";

const questions: readonly Question[] = [
  { question: "One and one make", options: [1, 2, 3], answer: () => 1 + 1, because: "1 + 1 = 2", section: "Sums" },
  {
    question: "The longer word is",
    options: ["a", "an"],
    answer: () => "an",
    because: "two letters",
    section: "Words",
  },
];

async function posed(asked: readonly Question[] = questions) {
  const quiz: { now?: Awaited<ReturnType<typeof poseQuiz>> } = {};
  const printed = await printedBy(async () => {
    quiz.now = await poseQuiz(asked);
  });
  if (quiz.now === undefined) {
    throw new Error("The quiz was not posed");
  }
  return { quiz: quiz.now, printed };
}

describe("a quiz", () => {
  it("shows each question with lettered options, and not which one is right", async () => {
    const { printed } = await posed();
    const text = printed.join("\n");
    expect(text).to.contain("1. One and one make");
    expect(text).to.match(/a\W+1[\s\S]*b\W+2[\s\S]*c\W+3/);
    expect(text).not.to.contain("1 + 1 = 2");
  });

  it("explains the answers once all are right, whatever their case", async () => {
    const { quiz } = await posed();
    const printed = await printedBy(() => markQuiz(quiz, ["B", " b"]));
    expect(printed).to.deep.equal(["Quiz: 2 of 2 right\n  ✓ 1. 1 + 1 = 2\n  ✓ 2. two letters"]);
  });

  it("names each wrong, missing or impossible answer and where to read again", async () => {
    const { quiz } = await posed([...questions, ...questions]);
    const error = await errorOf(() => markQuiz(quiz, ["a", "", "z"]));
    expect(error).to.be.instanceOf(ExerciseError);
    expect(error.message.split("\n")).to.deep.equal([
      "Quiz: 0 of 4 right",
      '  ✗ 1. not "a"; read "Sums" again',
      "  ✗ 2. no answer yet",
      '  ✗ 3. "z" is no option; choose from a to c',
      "  ✗ 4. no answer yet",
    ]);
  });

  it("refuses a question whose computed answer is none of its options", async () => {
    const [first] = questions;
    if (first === undefined) throw new Error("no question");
    const error = await errorOf(() => poseQuiz([{ ...first, answer: () => 4 }]));
    expect(error.message).to.equal("Cannot pose question 1: its computed answer 4 is none of the options 1, 2, 3");
  });

  it("refuses a question whose computed answer stands among its options twice", async () => {
    const [first] = questions;
    if (first === undefined) throw new Error("no question");
    const error = await errorOf(() => poseQuiz([{ ...first, options: [2, 2] }]));
    expect(error.message).to.contain("more than one of the options 2, 2");
  });
});
