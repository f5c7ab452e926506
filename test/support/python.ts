import { spawnSync } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { repositoryRoot } from "../../scripts/setup/context.mjs";
import {
  environmentFolder,
  environmentProgram,
  pythonVariables,
  testFolder,
} from "../../scripts/setup/virtual-environment.mjs";

const machine = { root: repositoryRoot, platform: process.platform };

/** The Python that has nbgrader, papermill and jupyter_kernel_test. */
export const testPython = environmentProgram(machine, "python", testFolder(machine));

/** The variables for it: Jupyter's own files lie in .venv, and no user's settings count but those in `config`. */
export function testPythonVariables(config: string): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _color, NODE_OPTIONS: _options, PATH = "", ...env } = pythonVariables(process.env);
  const shared = join(environmentFolder(machine), "share", "jupyter");
  return {
    ...env,
    // As in an environment that is activated: nbgrader calls alembic by its name.
    PATH: [dirname(testPython), PATH].join(delimiter),
    NO_COLOR: "1",
    JUPYTER_CONFIG_DIR: config,
    LLMLAB_KERNEL_HISTORY: join(config, "history.jsonl"),
    JUPYTER_PATH: [join(testFolder(machine), "share", "jupyter"), shared].join(delimiter),
    PYTHONUTF8: "1",
  };
}

/** Runs a program in it: a module (`-m papermill ...`), a file, or text (`-c ...`). */
export function runTestPython(args: readonly string[], options: { cwd: string; input?: string }) {
  const { status, stdout, stderr } = spawnSync(testPython, args, {
    ...options,
    encoding: "utf8",
    env: testPythonVariables(options.cwd),
    maxBuffer: 2 ** 26,
  });
  return { status, stdout, stderr };
}
