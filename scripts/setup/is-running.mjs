import { readFileSync } from "node:fs";

/**
 * Tells whether a process runs on this machine.
 *
 * @param {number} pid
 */
export function isRunning(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user exists although no signal may be sent to it.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return !isZombie(pid);
}

/**
 * Tells whether a process has ended and only waits to be counted, for which some containers have nobody.
 *
 * @param {number} pid
 */
function isZombie(pid) {
  try {
    return /^ [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, ""));
  } catch {
    return false;
  }
}
