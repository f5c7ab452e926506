import { inspect } from "node:util";

/**
 * Says what is wrong with an answer to an exercise.
 *
 * It carries no call stack: the frames would all belong to the course, and a
 * learner looks for the fault in their own cell.
 */
export class ExerciseError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ExerciseError";
    this.stack = `${this.name}: ${message}`;
  }

  /** What a kernel prints: the message alone, without the brackets that Node puts around an error without frames. */
  [inspect.custom](): string {
    return this.message;
  }
}
