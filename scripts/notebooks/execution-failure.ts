import type { CellEvent } from "./cell-record.ts";
import { type Notebook, nameOfCell, type Output, tagsOf } from "./notebook.ts";
import { textOfOutput } from "./outputs.ts";
import { parseOutput } from "./parse-notebook.ts";

/** Why the execution of a notebook failed. */
export type Failure = {
  /** `stray error`: one that no cell awaited. `no error`: a cell tagged `raises-exception` did not raise. */
  kind: "error" | "timeout" | "dead kernel" | "stray error" | "no error";
  /** Index of the cell; -1 before the first. */
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
  return run.allowErrors ? undefined : (findStray(run) ?? findMissingError(run));
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

function findStray(run: Run): Failure | undefined {
  const strays = run.events.filter((event) => event.event === "stray");
  const [first] = strays;
  if (first === undefined) return undefined;
  const text = strays.map((event) => event.text).join("\n");
  return failure(
    run,
    "stray error",
    first.cell,
    "left an error that nothing handles; await the promise, or catch the error",
    text,
  );
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
  details = printed(run.events).trim(),
): Failure {
  const place = cell < 0 ? "the kernel" : nameOfCell(run.notebook, cell);
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
  return outputs.map((output) => (output === undefined ? "" : wholeText(output))).join("");
}

/** An error is told with its traceback, which says where. */
function wholeText(output: Output): string {
  if (output.output_type !== "error" || output.traceback.length === 0) return textOfOutput(output);
  return output.traceback.join("\n");
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
