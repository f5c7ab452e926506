import { basename } from "node:path";
import { differences } from "./compare.ts";
import { executeNotebook } from "./execute.ts";
import { leaks, passedUnsolved } from "./learner-check.ts";
import { learnerEdition } from "./learner-edition.ts";
import { lint, lintOutputs } from "./lint.ts";
import { readNotebook, writeNotebook } from "./notebook.ts";

/** `write` keeps the outputs of a run, `check` compares them with the committed ones, `learner` tries the stubs. */
export type Mode = "write" | "check" | "learner";

/**
 * Executes one notebook and lists what is wrong with it; an empty list means that all is well.
 *
 * In mode `write` the file is replaced if, and only if, the run succeeded and its outputs may be committed. What lint
 * finds beyond the outputs is listed all the same.
 *
 * @throws Error when notebooks cannot run here, or the file cannot be read.
 */
export async function processNotebook(path: string, mode: Mode): Promise<string[]> {
  const committed = readNotebook(path);
  const execution = await executeNotebook(path, { learner: mode === "learner" });
  if (!execution.ok) return [execution.failure.message];
  const { notebook, statuses } = execution;
  if (mode === "learner") {
    return [...leaks(committed, learnerEdition(committed, basename(path))), ...passedUnsolved(notebook, statuses)];
  }
  if (mode === "check") return [...differences(committed, notebook), ...lint(committed)];
  const unfit = lintOutputs(notebook);
  if (unfit.length > 0) return [...unfit, "the file was left as it is"];
  writeNotebook(path, notebook);
  return lint(notebook);
}
