import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makePrivateFolder } from "./context.mjs";
import { whenInterrupted } from "./interrupt.mjs";
import { isRunning } from "./is-running.mjs";

/**
 * Runs work while no other set-up works on this checkout; waits for one that does. A lock whose owner has died does
 * not count.
 *
 * @template T
 * @param {Pick<import("./context.mjs").Context, "root" | "reporter">} context
 * @param {() => Promise<T>} work
 * @param {number} [pause] milliseconds between two looks at the lock
 * @returns {Promise<T>}
 */
export async function withLock(context, work, pause = 500) {
  const path = join(makePrivateFolder(context), "setup.lock");
  for (let told = false; !take(path); await sleep(pause)) {
    if (told) continue;
    const owner = `process ${ownerOf(path)}; if that is no set-up, delete ${path}`;
    context.reporter.say(`Waiting for another set-up of this folder to end (${owner})`);
    told = true;
  }
  const release = () => rmSync(path, { force: true });
  const forget = whenInterrupted(release);
  try {
    return await work();
  } finally {
    release();
    forget();
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const owner = ownerOf(path);
  if (owner === undefined || !isRunning(owner)) rmSync(path, { force: true });
  return false;
}

/**
 * @param {string} path
 * @returns {number | undefined}
 */
function ownerOf(path) {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
