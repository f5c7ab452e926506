import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { pythonVariables } from "../setup/virtual-environment.mjs";
import { type CellEvent, parseEvents, RECORD_VARIABLE } from "./cell-record.ts";
import { type Failure, findFailure } from "./execution-failure.ts";
import { finishExecuted } from "./finish-executed.ts";
import { findJupyter } from "./jupyter.ts";
import { learnerEdition } from "./learner-edition.ts";
import { type Notebook, readNotebook, writeNotebook } from "./notebook.ts";
import { isRecord } from "./record.ts";

/** How a cell ended; text cells and cells that a run leaves out are "not run". */
export type CellStatus = "passed" | "failed" | "not run";

/** What came of a run: the notebook with its outputs and how each cell ended, or the failure that stopped it. */
export type Execution = { ok: true; notebook: Notebook; statuses: CellStatus[] } | { ok: false; failure: Failure };

export type ExecuteOptions = {
  /** Seconds for each cell; by default the notebook's metadata `execution.timeout`, else 120. */
  timeout?: number;
  /** Runs the learner edition, to its end: cells that fail are told in `statuses`. */
  learner?: boolean;
};

/**
 * Executes a notebook with `jupyter nbconvert --to notebook --execute` in the kernel that it names, from its own folder.
 * The file is not changed.
 *
 * The tags `raises-exception` and `skip-execution` mean what they mean to nbclient. Failures beyond nbclient's: a cell
 * tagged `raises-exception` that does not raise, and an error that no cell awaits. The outputs are as
 * {@link finishExecuted} leaves them.
 *
 * @throws Error when no notebook can run here: no Jupyter, no such kernel.
 *
 * @example
 * const execution = await executeNotebook("notebooks/07-attention.ipynb");
 * if (!execution.ok) console.error(execution.failure.message);
 */
export async function executeNotebook(path: string, options: ExecuteOptions = {}): Promise<Execution> {
  const name = basename(path);
  const source = readNotebook(path);
  const { learner: allowErrors = false } = options;
  const notebook = allowErrors ? learnerEdition(source, name) : source;
  const timeout = options.timeout ?? timeoutOf(notebook) ?? 120;

  const scratch = mkdtempSync(join(tmpdir(), "llmlab-notebook-"));
  try {
    const { ended, log } = await runNbconvert(notebook, scratch, dirname(resolve(path)), [
      `--ExecutePreprocessor.timeout=${timeout}`,
      `--ExecutePreprocessor.allow_errors=${allowErrors ? "True" : "False"}`,
    ]);
    const events = readEvents(join(scratch, RECORD));
    const failure = findFailure({ notebook, name, events, ended, log, timeout, allowErrors });
    if (failure !== undefined) return { ok: false, failure };
    return {
      ok: true,
      notebook: finishExecuted(readNotebook(join(scratch, "executed.ipynb"))),
      statuses: notebook.cells.map((_, index) => statusOf(index, events)),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const RECORD = "cells.jsonl";
const SETTINGS = fileURLToPath(new URL("nbconvert_config.py", import.meta.url));

/**
 * Runs nbconvert in `folder`, which is the kernel's folder too because the notebook comes by stdin; `scratch` takes
 * what it reads and writes.
 */
async function runNbconvert(notebook: Notebook, scratch: string, folder: string, settings: string[]) {
  const files = [`--config=${SETTINGS}`, "--stdin", `--output-dir=${scratch}`, "--output=executed"];
  const [inputPath, logPath] = [join(scratch, "notebook.ipynb"), join(scratch, "nbconvert.log")];
  writeNotebook(inputPath, notebook);
  const input = openSync(inputPath, "r");
  // A file, because the kernel shares it: Node makes a pipe non-blocking for all, and Python then loses what it prints.
  const log = openSync(logPath, "w");
  try {
    const child = spawn(findJupyter(), ["nbconvert", "--to", "notebook", "--execute", ...files, ...settings], {
      cwd: folder,
      env: runVariables(scratch),
      stdio: [input, "ignore", log],
    });
    const code = await new Promise<number | null>((done, fail) => {
      child.on("error", (error) => fail(new Error(`Cannot run notebooks: Jupyter did not start (${error.message})`)));
      child.on("exit", done);
    });
    return { ended: code === 0, log: readFileSync(logPath, "utf8") };
  } finally {
    closeSync(input);
    closeSync(log);
  }
}

/** Outputs must not depend on how a user has set up Jupyter, Node or colours, and leave nothing in the user's history. */
function runVariables(scratch: string): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _color, NODE_OPTIONS: _options, ...rest } = pythonVariables(process.env);
  return {
    ...rest,
    NO_COLOR: "1",
    JUPYTER_CONFIG_DIR: scratch,
    LLMLAB_KERNEL_HISTORY: join(scratch, "history.jsonl"),
    [RECORD_VARIABLE]: join(scratch, RECORD),
  };
}

function readEvents(path: string): CellEvent[] {
  return existsSync(path) ? parseEvents(readFileSync(path, "utf8")) : [];
}

function statusOf(index: number, events: CellEvent[]): CellStatus {
  const executed = events.find((event) => event.event === "executed" && event.cell === index);
  if (executed?.event !== "executed") return "not run";
  return executed.status === "ok" ? "passed" : "failed";
}

function timeoutOf({ metadata }: Notebook): number | undefined {
  const timeout = isRecord(metadata.execution) ? metadata.execution.timeout : undefined;
  return typeof timeout === "number" ? timeout : undefined;
}
