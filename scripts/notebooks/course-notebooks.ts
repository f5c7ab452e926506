import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { NOTEBOOKS } from "./jupyter.ts";

/** Lists the paths of the notebooks in a folder, by default the course's, in their order. */
export function courseNotebooks(folder = NOTEBOOKS): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  return names.sort().map((name) => join(folder, name));
}

/**
 * Finds the notebooks that names stand for: a number (`07`), a name with or without its ending, or the path of a file.
 * No names stand for all.
 *
 * @throws Error for a name that is no notebook.
 */
export function findNotebooks(names: string[], all = courseNotebooks()): string[] {
  if (names.length === 0) return all;
  return names.map((name) => {
    const found = all.find((path) => {
      const stem = basename(path, ".ipynb");
      return [stem, `${stem}.ipynb`, stem.split("-")[0]].includes(name);
    });
    if (found !== undefined) return found;
    if (name.endsWith(".ipynb") && existsSync(name)) return name;
    const known = all.map((path) => basename(path, ".ipynb")).join(", ");
    throw new Error(`Cannot find notebook "${name}": notebooks/ has ${known || "none"}`);
  });
}
