import { ExerciseError } from "./exercise-error.ts";
import { hintsLeft, registerHints } from "./hints.ts";

/** Checks by what they show: each name completes the sentence "The answer ...", each function throws, or its promise rejects, if it does not. */
export type Checks = Readonly<Record<string, () => unknown>>;

/**
 * Checks the answer to an exercise and says, for each check, whether it holds.
 *
 * All checks run, also after one has failed, so that a learner sees everything
 * that is left to do.
 *
 * @param exercise the name of the exercise, as `hint(exercise)` takes it
 * @param checks what to check, by name
 * @param hints steps towards the answer, from a nudge to nearly all of it
 * @throws ExerciseError listing every check, if one fails
 * @example
 * await check("double", { "doubles a number": () => expect(double(2)).to.equal(4) }, ["Add it to itself."]);
 */
export async function check(exercise: string, checks: Checks, hints: readonly string[] = []): Promise<void> {
  registerHints(exercise, hints);
  const names = Object.keys(checks);
  if (names.length === 0) {
    throw new Error(`Cannot check "${exercise}": there is nothing to check; name at least one`);
  }
  const lines: string[] = [];
  let passed = 0;
  for (const [name, holds] of Object.entries(checks)) {
    try {
      await holds();
      passed += 1;
      lines.push(`  ✓ ${name}`);
    } catch (error) {
      lines.push(`  ✗ ${name}: ${faultOf(error)}`);
    }
  }
  const heading = `${exercise}: ${passed} of ${names.length} checks passed`;
  if (passed === names.length) {
    console.log([heading, ...lines].join("\n"));
    return;
  }
  const help = hintsLeft(exercise) > 0 ? [`Stuck? Run hint("${exercise}") in a cell of your own.`] : [];
  throw new ExerciseError([heading, ...lines, ...help].join("\n"));
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (error.message === "Not implemented") {
    return "not implemented yet; replace the line that throws in the answer cell";
  }
  return error.message;
}
