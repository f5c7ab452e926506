import { readFileSync } from "node:fs";

/**
 * Reads a file; `undefined` where there is none, or it cannot be read.
 *
 * @param {string} path
 */
export function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
