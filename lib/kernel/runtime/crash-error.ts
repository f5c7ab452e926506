import type { CellError } from "./runtime.ts";

const advice = "The variables are lost: run the cells from the top again, or restart the kernel and run all.";

/** Says how the process that runs cells died: `how` is a signal or an exit code, `words` what it last printed. */
export function crashError(words: string, how: string): CellError {
  const reason = reasonOf(words, how);
  return failure("RuntimeCrash", `${reason}. ${advice}`);
}

/** What an interrupt ends in when the cell does not react to it, as in a long call of native code. */
export const unansweredError: CellError = failure(
  "KeyboardInterrupt",
  `the cell did not react to the interrupt, so its process was ended. ${advice}`,
);

function reasonOf(words: string, how: string): string {
  if (/heap out of memory|Allocation failed|std::bad_alloc/i.test(words)) return "The cell ran out of memory";
  if (how.startsWith("exit code")) return `The cell ended its process with ${how}`;
  if (how === "SIGABRT") return `The cell's process was aborted${quoted(words)}`;
  if (how === "SIGSEGV" || how === "SIGBUS")
    return `Native code of the cell read or wrote memory that is not its own (${how})`;
  if (how === "SIGKILL") return "The cell's process was killed, as systems do when memory runs out (SIGKILL)";
  return `The cell's process ended (${how})`;
}

function quoted(words: string): string {
  const line = words.split("\n").find((candidate) => /fatal|check failed|abort|assert|terminate/i.test(candidate));
  return line === undefined ? "" : `: ${line.trim().slice(0, 300)}`;
}

function failure(ename: string, evalue: string): CellError {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}
