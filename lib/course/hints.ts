interface HintSteps {
  hints: readonly string[];
  given: number;
}

const stepsOfExercise = new Map<string, HintSteps>();

/** Registers the hints of an exercise, keeping how many the learner has seen when the same hints come again. */
export function registerHints(exercise: string, hints: readonly string[]): void {
  const known = stepsOfExercise.get(exercise);
  const unchanged = known !== undefined && known.hints.join("\n") === hints.join("\n");
  stepsOfExercise.set(exercise, { hints, given: unchanged ? known.given : 0 });
}

/** Tells how many hints of an exercise the learner has not seen yet. */
export function hintsLeft(exercise: string): number {
  const steps = stepsOfExercise.get(exercise);
  return steps === undefined ? 0 : steps.hints.length - steps.given;
}

/**
 * Prints the next hint of an exercise, one more with every call.
 *
 * The hints become known when the check of the exercise runs.
 *
 * @param exercise the name that the check cell uses
 * @throws Error if no check of that name has run
 * @example
 * hint("softmax"); // Hint 1 of 3: ...
 */
export function hint(exercise: string): void {
  const steps = stepsOfExercise.get(exercise);
  if (steps === undefined) {
    const known = [...stepsOfExercise.keys()].map((name) => `"${name}"`).join(", ");
    throw new Error(
      `Cannot give a hint for "${exercise}": no check of that name has run; ` +
        (known === "" ? "run its check cell first" : `run its check cell first, or ask for ${known}`),
    );
  }
  const text = steps.hints[steps.given];
  if (text === undefined) {
    console.log(
      `There is no further hint for "${exercise}". The edition with solutions is in the folder notebooks, under the same name.`,
    );
    return;
  }
  steps.given += 1;
  console.log(`Hint ${steps.given} of ${steps.hints.length}: ${text}`);
}
