export { type Checks, check } from "./check.ts";
export { ExerciseError } from "./exercise-error.ts";
export { hint } from "./hints.ts";
export { markQuiz, poseQuiz, type Question, type Quiz } from "./quiz.ts";
