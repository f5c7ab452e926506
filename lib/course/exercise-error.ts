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
}
