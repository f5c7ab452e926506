import fs from "node:fs";
import { errorCode } from "../../error-code.ts";
import { type ChildReport, pipes } from "../child-messages.ts";
import type { RuntimeEvent } from "../runtime.ts";
import { currentRun } from "./run.ts";

// Taken now, because packages replace functions of node:fs.
const { writeSync } = fs;

/** Whether a report has been begun and not ended: an interrupt can end any code, also the code below. */
let isBroken = false;

/**
 * Tells the kernel something before going on: what was told arrives even when the process dies in the next moment, and
 * a kernel that does not keep up makes the cell wait.
 */
export function report(message: ChildReport): void {
  // A line that was cut off is ended first, so that it spoils no other.
  const line = Buffer.from(`${isBroken ? "\n" : ""}${JSON.stringify(message)}\n`);
  isBroken = true;
  let written = 0;
  while (written < line.length) written += writeSome(line.subarray(written));
  isBroken = false;
}

/** Reports an event of the cell that caused it: the one whose code runs, or whose timer or promise it is. */
export function reportEvent(event: RuntimeEvent, run = currentRun()): void {
  report({ type: "event", event, ...(run !== undefined && { id: run.id }) });
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

function writeSome(bytes: Buffer): number {
  try {
    return writeSync(pipes.reports, bytes);
  } catch (error) {
    const code = errorCode(error);
    // The kernel is gone.
    if (code === "EPIPE") process.kill(process.pid, "SIGKILL");
    if (code !== "EAGAIN") throw error;
    // The pipe is full, and on some systems does not block.
    Atomics.wait(sleeper, 0, 0, 1);
    return 0;
  }
}
