import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { isPath } from "./local-path.ts";

/** Codes of Node for a module that cannot be found: by `import`, by `require`, and for a part that a package keeps. */
const missing: ReadonlySet<unknown> = new Set([
  "ERR_MODULE_NOT_FOUND",
  "MODULE_NOT_FOUND",
  "ERR_PACKAGE_PATH_NOT_EXPORTED",
  "ERR_UNSUPPORTED_DIR_IMPORT",
]);

/** Node's own code for a TypeScript file that cannot be parsed. */
export const invalidSyntax = "ERR_INVALID_TYPESCRIPT_SYNTAX";

export const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;

/** Tells whether an error says that a module is not there. */
export const isMissing = (error: unknown): boolean => missing.has(codeOf(error));

/** Makes the error for a module that cannot be found: what was looked for, and what would work. */
export function missingModule(specifier: string, importer: string, packageRoot: string, cause: unknown): Error {
  const says = isPath(specifier)
    ? missingFile(specifier, dirname(importer))
    : missingPackage(specifier, dirname(importer), packageRoot, cause);
  return Object.assign(new Error(`Cannot import "${specifier}": ${says}`), { code: codeOf(cause) });
}

function missingFile(specifier: string, folder: string): string {
  const path = resolve(folder, specifier);
  const there = dirname(path);
  if (!existsSync(there)) return `there is no folder ${there}`;
  const names = readdirSync(there).filter((name) => /\.(?:[cm]?[jt]s|json)$/.test(name));
  const near = nearest(basename(path), names, (name) => name.replace(/\.\w+$/, ""));
  const wanted = /\.\w+$/.test(path) ? basename(path) : `${basename(path)}.ts or ${basename(path)}/index.ts`;
  return `there is no ${wanted} in ${there}${near ? `; there is "${join(dirname(specifier), near)}"` : ""}`;
}

function missingPackage(specifier: string, folder: string, packageRoot: string, cause: unknown): string {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  if (name === "llmlab") {
    const parts = partsOf(packageRoot);
    const near = nearest(specifier, parts, (part) => part);
    return `llmlab has no such part; it has ${near ? `"${near}"` : parts.map((part) => `"${part}"`).join(", ")}`;
  }
  if (codeOf(cause) === "ERR_PACKAGE_PATH_NOT_EXPORTED") return `the package ${name} is there, but not that part of it`;
  if (existsSync(join(folder, `${specifier}.ts`)) || existsSync(join(folder, specifier))) {
    return `no package has that name; write "./${specifier}" for the file beside the notebook`;
  }
  const near = nearest(name, [...packagesIn(folder), ...packagesIn(packageRoot), ...builtinModules], (known) => known);
  const hint = near ? `did you mean "${near}"? Else ` : "";
  return `no package of that name is in reach of ${folder}; ${hint}"npm install ${name}" in that folder adds it`;
}

function partsOf(packageRoot: string): string[] {
  const lib = join(packageRoot, "lib");
  if (!existsSync(lib)) return [];
  return readdirSync(lib)
    .filter((part) => existsSync(join(lib, part, "index.ts")))
    .map((part) => `llmlab/${part}`);
}

function packagesIn(folder: string): string[] {
  try {
    const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return Object.keys(dependencies ?? {});
  } catch {
    return [];
  }
}

/** The name that differs least from what was written, where that is little. */
function nearest(wanted: string, names: readonly string[], bare: (name: string) => string): string | undefined {
  const scored = names.map((name) => ({ name, edits: editDistance(bare(wanted), bare(name)) }));
  const best = scored.sort((a, b) => a.edits - b.edits)[0];
  return best && best.edits <= Math.max(1, Math.floor(bare(wanted).length / 4)) ? best.name : undefined;
}

/** How many letters have to be added, taken away or replaced to make one word of another (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
