import type { CellError } from "./runtime.ts";

/** The death of a process that ran cells. */
export interface Death {
  /** The signal, `exit code 1`, or why the process could not be started. */
  readonly how: string;
  /** What `process.exit` was called with, where the process ended that way. */
  readonly exitCode: number | undefined;
  /** What it last printed on file descriptor 2. */
  readonly lastWords: string;
  /** Whether it had come up. */
  readonly wasReady: boolean;
  /** Whether it had been given a cell to run. */
  readonly hadCells: boolean;
}

const advice = "All variables are lost, the kernel goes on: run the cells from the top again (Run > Run All Cells)";

/** Makes the error of a cell in which the process died. */
export function crashError(death: Death): CellError {
  return failure("RuntimeCrash", `${reasonOf(death)}. ${advice}`);
}

/** Makes the error for a process that died while no cell ran. */
export function betweenCellsError(death: Death): CellError {
  return failure("RuntimeCrash", `Since the last cell, this happened: ${reasonOf(death)}. ${advice}`);
}

/** What an interrupt ends in when the cell does not react to it, as in a long call of native code. */
export const unansweredError: CellError = failure(
  "KeyboardInterrupt",
  `The cell did not stop when it was interrupted, so its process was ended. ${advice}`,
);

function reasonOf({ how, exitCode, lastWords, wasReady }: Death): string {
  if (!wasReady) return `The process that runs the cells cannot start (${how})${quoted(lastWords)}`;
  if (/heap out of memory|Allocation failed|bad_alloc|out of memory/i.test(lastWords)) {
    return "The process that runs the cells ran out of memory";
  }
  if (exitCode !== undefined)
    return `Code called process.exit(${exitCode}), which ends the process that runs the cells`;
  switch (how) {
    case "SIGABRT":
    case "exit code 134":
      return `Native code aborted the process that runs the cells${quoted(lastWords)}`;
    case "SIGSEGV":
    case "SIGBUS":
    case "SIGILL":
    case "SIGFPE":
      return `Native code crashed the process that runs the cells (${how})${quoted(lastWords)}`;
    case "SIGKILL":
      return "The process that runs the cells was killed (SIGKILL), as systems do when memory runs out";
    default:
      return `The process that runs the cells ended (${how})${quoted(lastWords)}`;
  }
}

/** The line that says most about why. */
function quoted(words: string): string {
  const lines = words.split("\n").map((line) => line.trim());
  const line =
    lines.find((candidate) => /fatal|check failed|assert|terminate|abort/i.test(candidate)) ??
    lines.find((candidate) => /error/i.test(candidate));
  return line === undefined ? "" : `: ${line.slice(0, 300)}`;
}

function failure(ename: string, evalue: string): CellError {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}
