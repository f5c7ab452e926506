import { readFileSync, rmSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { writeFileWhole } from "./write-file-whole.mjs";

/**
 * A stamp says from what a thing was made. It lies inside the thing, so that deleting the thing deletes it, and is
 * written last, so that a thing without its stamp is not whole.
 *
 * @typedef {Record<string, string>} Stamp
 */

/**
 * Tells whether the thing is whole and was made from exactly this.
 *
 * @param {string} path
 * @param {Stamp} stamp
 */
export function stampMatches(path, stamp) {
  return isDeepStrictEqual(readStamp(path), stamp);
}

/**
 * Reads a stamp; `undefined` when it is absent or unreadable.
 *
 * @param {string} path
 * @returns {Stamp | undefined}
 */
export function readStamp(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Declares the thing whole.
 *
 * @param {string} path
 * @param {Stamp} stamp
 */
export function writeStamp(path, stamp) {
  writeFileWhole(path, `${JSON.stringify(stamp, null, 2)}\n`);
}

/**
 * Declares the thing unfinished, before work on it begins.
 *
 * @param {string} path
 */
export function removeStamp(path) {
  rmSync(path, { force: true });
}
