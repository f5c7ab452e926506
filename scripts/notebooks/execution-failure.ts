import type { CellEvent } from "./cell-record.ts";
import { type Notebook, nameOfCell, type Output, tagsOf } from "./notebook.ts";
import { textOfOutput, withoutFrames } from "./outputs.ts";
import { parseOutput } from "./parse-notebook.ts";

/** Why the execution of a notebook failed. */
export type Failure = {
  /**
   * `stray error`: one that no cell awaited. `no error`: a cell tagged `raises-exception` did not raise. `skipped`: the
   * kernel passed over a cell.
   */
  kind: "error" | "timeout" | "dead kernel" | "stray error" | "no error" | "skipped";
  /** Index of the cell; -1 before the first, the number of cells after the last. */
  cell: number;
  /** Notebook, cell, what happened and what the cell printed, ready to show. */
  message: string;
};

/** What is known of a run of nbconvert. */
export type Run = {
  notebook: Notebook;
  name: string;
  events: CellEvent[];
  /** Whether nbconvert ended with status 0. */
  ended: boolean;
  /** What nbconvert wrote to stderr. */
  log: string;
  /** Seconds that each cell had. */
  timeout: number;
  /** Whether cells may fail: errors are then no failure of the run. */
  allowErrors: boolean;
};

/**
 * Finds what failed in a run, or undefined when all went well.
 *
 * @throws Error when nbconvert failed for a reason outside the notebook, such as a kernel that is not installed.
 */
export function findFailure(run: Run): Failure | undefined {
  if (!run.ended) return explainStop(run);
  return findSkipped(run) ?? (run.allowErrors ? undefined : (findStray(run) ?? findMissingError(run)));
}

function explainStop(run: Run): Failure {
  const { events, log, timeout, notebook, name } = run;
  const cell = lastStarted(events);
  const status = events.findLast((event) => event.event === "executed" && event.cell === cell);
  if (status?.event === "executed" && status.status === "error") return failure(run, "error", cell, "failed");
  if (/^\S*CellTimeoutError\b/m.test(log)) {
    const advice = "make it faster, or give the notebook more time in its metadata as execution.timeout";
    return failure(run, "timeout", cell, `was not done after ${timeout} s; ${advice}`);
  }
  if (/^\S*DeadKernelError\b/m.test(log)) return failure(run, "dead kernel", cell, "ended the kernel's process");
  const kernel = /NoSuchKernel: No such kernel named (\S+)/.exec(log)?.[1];
  if (kernel !== undefined) {
    throw new Error(`Cannot run ${name}: Jupyter knows no kernel ${kernel}; npm run setup installs llmlab's`);
  }
  const place = cell < 0 ? "" : ` at ${nameOfCell(notebook, cell)}`;
  throw new Error(
    `Cannot run ${name}: nbconvert failed${place}\n${indent(log.trim().split("\n").slice(-15).join("\n"))}`,
  );
}

function findSkipped(run: Run): Failure | undefined {
  const skipped = run.events.find(
    (event) => event.event === "executed" && event.status !== "ok" && event.status !== "error",
  );
  return skipped?.event === "executed" ? failure(run, "skipped", skipped.cell, "was skipped by the kernel") : undefined;
}

function findStray(run: Run): Failure | undefined {
  const index = run.events.findIndex(({ event }) => event === "stray");
  if (index < 0) return undefined;
  const text = run.events.map((event) => (event.event === "stray" ? event.text : "")).join("\n");
  const cell = lastStarted(run.events.slice(0, index));
  const inNotebook = cell >= 0 && cell < run.notebook.cells.length;
  const place = inNotebook ? `${nameOfCell(run.notebook, cell)} or one before it` : "a cell";
  const advice = "left an error that nothing handles; await the promise, or catch the error";
  return failure(run, "stray error", cell, advice, { place, text: text.replace(/\n{2,}/g, "\n") });
}

function findMissingError(run: Run): Failure | undefined {
  const cell = run.notebook.cells.findIndex(
    (candidate, index) =>
      tagsOf(candidate).includes("raises-exception") &&
      run.events.some((event) => event.event === "executed" && event.cell === index && event.status === "ok"),
  );
  return cell < 0
    ? undefined
    : failure(run, "no error", cell, "raised nothing; remove its tag raises-exception, or mend it");
}

function failure(
  run: Run,
  kind: Failure["kind"],
  cell: number,
  what: string,
  { place = cell < 0 ? "the kernel" : nameOfCell(run.notebook, cell), text = printed(run.events) } = {},
): Failure {
  const details = withoutFrames(text, isAuthorsFrame).trim();
  return { kind, cell, message: `${run.name}: ${place} ${what}${details === "" ? "" : `\n${indent(details)}`}` };
}

function lastStarted(events: CellEvent[]): number {
  const started = events.findLast(({ event }) => event === "started");
  return started?.event === "started" ? started.cell : -1;
}

function printed(events: CellEvent[]): string {
  const stopped = events.findLast(({ event }) => event === "stopped");
  if (stopped?.event !== "stopped" || !Array.isArray(stopped.outputs)) return "";
  const outputs: (Output | undefined)[] = stopped.outputs.map(parseOutput);
  return outputs.map((output) => (output === undefined ? "" : textOfOutput(output))).join("");
}

/** Frames of Node, of the kernel and of a cell's compiled code tell an author nothing; those of llmlab do. */
function isAuthorsFrame(frame: string): boolean {
  return !/node:|node_modules|evalmachine/.test(frame);
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
