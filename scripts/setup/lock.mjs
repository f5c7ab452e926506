import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makePrivateFolder } from "./context.mjs";
import { isRunning } from "./is-running.mjs";
import { ownerOfLock, releaseAfter, takeLock } from "./lock-file.mjs";

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
    const owner = `process ${ownerOfLock(path)}; if that is no set-up, delete ${path}`;
    context.reporter.say(`Waiting for another set-up of this folder to end (${owner})`);
    told = true;
  }
  return releaseAfter(path, work);
}

/** @param {string} path */
function take(path) {
  if (takeLock(path)) return true;
  const owner = ownerOfLock(path);
  if (owner === undefined || !isRunning(owner)) rmSync(path, { force: true });
  return false;
}
