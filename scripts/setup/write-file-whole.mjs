import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file so that a reader, or a process killed midway, sees the old text or the new and nothing between.
 *
 * @param {string} path its folder is made when absent
 * @param {string} text
 */
export function writeFileWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.partial-${process.pid}`;
  writeFileSync(partial, text);
  renameSync(partial, path);
}
