import { realpathSync, statSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** What ends a file of TypeScript that holds code. */
const typescript = /(?<!\.d)\.[cm]?ts$/;

/** What Node, or the TypeScript of a notebook, lets an import leave out. */
const endings = ["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js"];

export const isTypeScript = (path: string): boolean => typescript.test(path);

/** The kernel's own built files: they are never loaded again. */
const own = resolve(fileURLToPath(import.meta.url), "../../..") + sep;

/** Tells whether a file is the learner's or the library's, not a package's: it may change while the kernel runs. */
export function isLocal(path: string): boolean {
  return !path.includes(`${sep}node_modules${sep}`) && !path.startsWith(own);
}

/** The file of a `file:` address without its query; undefined for any other address. */
export function pathOf(url: string | undefined): string | undefined {
  if (!url?.startsWith("file:")) return undefined;
  const { pathname, host } = new URL(url);
  return fileURLToPath(`file://${host}${pathname}`);
}

/**
 * Finds the file that a relative or absolute specifier means: as written, with an ending added, or the TypeScript file
 * behind a `.js`. Undefined where there is none.
 */
export function findLocalFile(specifier: string, importer: string): string | undefined {
  const path = specifier.startsWith("file:") ? pathOf(specifier) : resolve(dirname(importer), specifier);
  if (path === undefined) return undefined;
  const behind = /\.[cm]?js$/.test(path) ? [path.replace(/js$/, "ts")] : [];
  const candidates = specifier.endsWith("/")
    ? endings.slice(-2).map((end) => path + end)
    : endings.map((end) => path + end);
  const found = [...candidates, ...behind].find(isFile);
  return found && realpathSync(found);
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Tells whether a specifier is a path and not the name of a package. */
export const isPath = (specifier: string): boolean => /^(?:\.{0,2}\/|\.{1,2}$|file:|[A-Za-z]:[\\/])/.test(specifier);
