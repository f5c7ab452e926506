import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { importedModules } from "./cell-file.ts";

/** How a file differs from how it was seen last: the numbers are the Language Server Protocol's. */
export interface FileChange {
  readonly path: string;
  readonly type: 1 | 2 | 3;
}

/** The local files that cells import, directly or through each other; packages are not among them. */
export interface LocalFiles {
  /** Takes up the modules that a cell imports. */
  add(specifiers: Iterable<string>): void;
  /** Looks at every file again and tells which were created, changed or deleted since they were looked at last. */
  changes(): FileChange[];
  /** The learner's own files of TypeScript that modules lead to, directly or through each other. */
  own(specifiers: Iterable<string>): string[];
  clear(): void;
}

const created = 1;
const changed = 2;
const deleted = 3;

/** What TypeScript tries for a module that is written without the end of its name. */
const endings = ["", ".ts", ".tsx", ".d.ts", ".mts", ".js", ".json", "/index.ts", "/index.js"];

/**
 * Watches local files by looking at them when asked: a few dozen files take well under a millisecond, and a file that
 * was saved a moment ago is not missed.
 */
export function localFiles(folder: string, packageRoot: string): LocalFiles {
  /** What the file's state was when it was looked at last; undefined for one that did not exist. */
  const seen = new Map<string, string | undefined>();
  /** The modules that each file imports. */
  const imports = new Map<string, readonly string[]>();

  const library = join(packageRoot, "lib") + sep;
  const isOwn = (path: string) =>
    /(?<!\.d)\.[cm]?tsx?$/.test(path) && !path.startsWith(library) && !path.includes(`${sep}node_modules${sep}`);

  function place(specifier: string, from: string): string | undefined {
    const own = /^llmlab\/(.+)$/.exec(specifier)?.[1];
    if (own !== undefined) {
      return join(packageRoot, "lib", own, "index.ts");
    }
    return /^(?:\.|\/)/.test(specifier) ? resolve(from, specifier) : undefined;
  }

  function visit(specifier: string, from: string): void {
    const path = place(specifier, from);
    if (path === undefined || seen.has(path)) {
      return;
    }
    for (const candidate of candidates(path)) {
      if (!seen.has(candidate)) {
        seen.set(candidate, stateOf(candidate));
        follow(candidate);
      }
    }
  }

  function follow(path: string): void {
    if (seen.get(path) === undefined || !/\.[cm]?[jt]sx?$/.test(path)) {
      return;
    }
    try {
      const specifiers = importedModules(readFileSync(path, "utf8"));
      imports.set(path, specifiers);
      for (const specifier of specifiers) {
        visit(specifier, dirname(path));
      }
    } catch {
      // Deleted between the two looks; the next one will tell.
    }
  }

  return {
    add(specifiers) {
      for (const specifier of specifiers) {
        visit(specifier, folder);
      }
    },
    changes() {
      const result: FileChange[] = [];
      for (const [path, before] of [...seen]) {
        const now = stateOf(path);
        if (now !== before) {
          seen.set(path, now);
          result.push({ path, type: before === undefined ? created : now === undefined ? deleted : changed });
          follow(path);
        }
      }
      return result;
    },
    own(specifiers) {
      const found = new Set<string>();
      const walk = (specifier: string, from: string) => {
        const path = /^\./.test(specifier) ? resolve(from, specifier) : undefined;
        for (const file of path === undefined ? [] : candidates(path)) {
          if (seen.get(file) !== undefined && isOwn(file) && !found.has(file)) {
            found.add(file);
            for (const next of imports.get(file) ?? []) {
              walk(next, dirname(file));
            }
          }
        }
      };
      for (const specifier of specifiers) {
        walk(specifier, folder);
      }
      return [...found];
    },
    clear: () => seen.clear(),
  };
}

/** The files that may be meant by a path that an import leads to. */
function candidates(path: string): string[] {
  return /\.\w+$/.test(path) ? [path, path.replace(/\.([cm]?)js$/, ".$1ts")] : endings.map((end) => path + end);
}

function stateOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : undefined;
}
