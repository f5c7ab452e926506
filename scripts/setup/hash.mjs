import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * Hashes a text.
 *
 * @param {string} text
 * @returns {string} 64 hexadecimal digits of SHA-256
 */
export function hashText(text) {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Hashes files by their paths relative to `root` and their contents, whatever the order they are given in.
 *
 * @param {string} root
 * @param {readonly string[]} paths absolute
 */
export function hashFiles(root, paths) {
  const hash = createHash("sha256");
  for (const path of [...paths].sort()) {
    const contents = readFileSync(path);
    // The length stands between name and contents, so that no two sets of files read as the same bytes.
    hash.update(`${relative(root, path).replaceAll("\\", "/")}\0${contents.length}\0`).update(contents);
  }
  return hash.digest("hex");
}

/**
 * Lists every file below a folder.
 *
 * @param {string} folder
 * @returns {string[]} absolute paths; none when the folder is absent
 */
export function filesBelow(folder) {
  /** @type {import("node:fs").Dirent[]} */
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}
