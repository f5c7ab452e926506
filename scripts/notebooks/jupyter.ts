import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../setup/context.mjs";
import { environmentProgram } from "../setup/virtual-environment.mjs";

/** The folder of the course's notebooks. */
export const NOTEBOOKS = join(repositoryRoot, "notebooks");

/**
 * Finds the `jupyter` command: the one that `npm run setup` put into `.venv`, or the one that the environment variable
 * `LLMLAB_JUPYTER` names.
 *
 * @throws Error when there is none.
 */
export function findJupyter(environment: NodeJS.ProcessEnv = process.env, root = repositoryRoot): string {
  const chosen = environment.LLMLAB_JUPYTER;
  const command = chosen ?? environmentProgram({ root, platform: process.platform }, "jupyter");
  if (existsSync(command)) return command;
  throw new Error(
    chosen === undefined
      ? "Cannot run notebooks: .venv has no jupyter; npm run setup installs it"
      : `Cannot run notebooks: LLMLAB_JUPYTER names ${chosen}, which does not exist; unset it to use .venv`,
  );
}

/** Names the Python that belongs to the given `jupyter`. */
export function pythonOf(jupyter: string): string {
  return join(dirname(jupyter), process.platform === "win32" ? "python.exe" : "python");
}
