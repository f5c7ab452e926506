import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { whenInterrupted } from "./interrupt.mjs";

/**
 * Writes a lock with the number of this process, unless it is there.
 *
 * @param {string} path
 * @returns {boolean} whether this process has it now
 */
export function takeLock(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    return false;
  }
}

/**
 * Runs work, and removes the lock at its end, also when it is interrupted.
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function releaseAfter(path, work) {
  const release = () => rmSync(path, { force: true });
  const forget = whenInterrupted(release);
  try {
    return await work();
  } finally {
    release();
    forget();
  }
}

/**
 * Reads the process that a lock names.
 *
 * @param {string} path
 * @returns {number | undefined} undefined where there is no lock, or none that can be read
 */
export function ownerOfLock(path) {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
