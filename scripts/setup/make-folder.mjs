import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { whenInterrupted } from "./interrupt.mjs";
import { isRunning } from "./is-running.mjs";

const oneDay = 24 * 60 * 60 * 1000;

/**
 * Makes a folder whole or not at all: fills a partial one beside it and renames that at the end. Of two processes that
 * make the same folder at once, the second to finish accepts the first one's.
 *
 * @param {string} folder
 * @param {(partial: string) => void | Promise<void>} fill
 */
export async function makeFolder(folder, fill) {
  await fillBeside(folder, fill, (partial) => {
    try {
      renameSync(partial, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
    }
  });
}

/**
 * Makes a folder anew in place of an old one, which stays until the new one is whole.
 *
 * @param {string} folder
 * @param {(partial: string) => void | Promise<void>} fill
 */
export async function replaceFolder(folder, fill) {
  await fillBeside(folder, fill, (partial) => {
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  });
}

/**
 * @param {string} folder
 * @param {(partial: string) => void | Promise<void>} fill
 * @param {(partial: string) => void} finish
 */
async function fillBeside(folder, fill, finish) {
  mkdirSync(dirname(folder), { recursive: true });
  removeAbandoned(folder);
  const partial = `${folder}.partial-${hostname()}-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  const remove = () => rmSync(partial, { recursive: true, force: true });
  const forget = whenInterrupted(remove);
  try {
    await fill(partial);
    finish(partial);
  } finally {
    remove();
    forget();
  }
}

/**
 * Removes what killed processes left half-made: those of this machine that run no more, and any older than a day (the
 * cache may be shared between machines or containers, whose processes cannot be seen from here).
 *
 * @param {string} folder
 */
function removeAbandoned(folder) {
  const prefix = `${basename(folder)}.partial-`;
  for (const name of readdirSync(dirname(folder))) {
    if (!name.startsWith(prefix)) continue;
    const path = join(dirname(folder), name);
    const [, host, pid] = /^(.*)-(\d+)$/.exec(name.slice(prefix.length)) ?? [];
    const abandoned = host === hostname() && pid !== undefined && !isRunning(Number(pid));
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (abandoned || age > oneDay) rmSync(path, { recursive: true, force: true });
  }
}
