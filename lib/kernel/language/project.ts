import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { nativeFolder } from "./native-typescript.ts";

/** The names of the virtual files. They lie in the notebook's folder for TypeScript's eyes and are never written. */
export const virtualFiles = {
  config: "tsconfig.json",
  globals: ".llmlab-globals.d.ts",
  hub: ".llmlab-cells.ts",
  question: ".llmlab-question.ts",
  slot: (index: number): string => `.llmlab-cell-${index}.ts`,
};

/** What cells find besides Node's globals: the runtime answers these through the front end. */
export const globalsText = `
/** Asks the person at the notebook for a line of text. Null where the question was refused. */
declare function prompt(message?: string, preset?: string): string | null;
/** Asks the person at the notebook to say yes or no. */
declare function confirm(message?: string): boolean;
/** Shows a message to the person at the notebook and waits until it is confirmed. */
declare function alert(message?: string): void;
`;

/** The file that gives every slot and every module a name: a cell imports it alone, whatever it uses. */
export function hubText(slots: number, modules: readonly string[]): string {
  return [
    ...Array.from({ length: slots }, (_, index) => `export * as c${index} from "./${virtualFiles.slot(index)}";`),
    ...modules.map((module, index) => `export * as m${index} from ${JSON.stringify(module)};`),
  ].join("\n");
}

/**
 * The project in which cells are checked, as the text of a `tsconfig.json`. It stands in for whatever file of that name
 * the folder has.
 *
 * Packages come from the notebook's folder and the folders above it, else from `packageRoot`, so that a notebook may
 * lie anywhere.
 */
export function projectText(folder: string, packageRoot: string, slots: number): string {
  const language = libraryFiles(packageRoot);
  return JSON.stringify({
    compilerOptions: {
      target: "es2022",
      // The declarations of the language are named one by one below: a package that asks for those of the browser, as
      // jsdom's types do, would make cells believe in \`document\`.
      ...(language === undefined ? { lib: languageLibraries } : { noLib: true }),
      module: "preserve",
      moduleResolution: "bundler",
      types: ["node"],
      typeRoots: typeRoots(folder, packageRoot),
      paths: { ...fallbackPaths(folder, packageRoot), "llmlab/*": libraryPaths(packageRoot) },
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      esModuleInterop: true,
      // Without it TypeScript would look for, and load, the projects of the folders above.
      disableSolutionSearching: true,
    },
    files: [...(language ?? []), ...projectFiles(slots)],
  });
}

/** A project of the same files that reads nothing else. */
export function bareProjectText(slots: number): string {
  return JSON.stringify({
    compilerOptions: { module: "preserve", noLib: true, types: [], disableSolutionSearching: true },
    files: projectFiles(slots),
  });
}

/** The configuration names itself, too: a file of no project makes TypeScript search for one. */
function projectFiles(slots: number): string[] {
  const { config, globals, hub, question, slot } = virtualFiles;
  return [globals, hub, question, ...Array.from({ length: slots }, (_, index) => slot(index)), config];
}

/** What Node 20 has, and \`using\`, which is compiled for it. */
const languageLibraries = ["es2023", "esnext.disposable"];

/** The files of these libraries and of those that they refer to; undefined where they do not lie where they should. */
function libraryFiles(packageRoot: string): string[] | undefined {
  const folder = nativeFolder(packageRoot);
  const files = new Set<string>();
  const visit = (library: string) => {
    const file = join(folder ?? "", `lib.${library}.d.ts`);
    if (!files.has(file)) {
      files.add(file);
      for (const [, other] of readFileSync(file, "utf8").matchAll(/^\/\/\/ <reference lib="([\w.]+)"/gm)) {
        visit(other ?? "");
      }
    }
  };
  try {
    languageLibraries.forEach(visit);
    return [...files];
  } catch {
    return undefined;
  }
}

/** The library's sources, so that a change in them is seen at once. */
function libraryPaths(packageRoot: string): string[] {
  return [join(packageRoot, "lib", "*", "index.ts"), join(packageRoot, "dist", "*", "index.d.ts")];
}

/** Where TypeScript looks for a package that it has not found from the folder; the last two serve notebooks elsewhere. */
function typeRoots(folder: string, packageRoot: string): string[] {
  const own = ancestors(folder).map((ancestor) => join(ancestor, "node_modules", "@types"));
  const modules = join(packageRoot, "node_modules");
  return [...own.filter((path) => existsSync(path)), join(modules, "@types"), modules];
}

/**
 * Paths to the types of the packages that `packageRoot` depends on and the folder does not have. Type roots do not
 * read a package's `exports`, therefore those that have some are named one by one.
 */
function fallbackPaths(folder: string, packageRoot: string): Record<string, string[]> {
  const inside = relative(packageRoot, folder);
  if (inside === "" || (inside !== ".." && !inside.startsWith(`..${sep}`) && !/^[a-z]:/i.test(inside))) {
    return {};
  }
  const paths: Record<string, string[]> = {};
  const roots = ancestors(folder);
  for (const name of Object.keys(readJson(join(packageRoot, "package.json"))?.dependencies ?? {})) {
    if (!roots.some((root) => existsSync(join(root, "node_modules", name)))) {
      const home = join(packageRoot, "node_modules", name);
      const types = exportedTypes(readJson(join(home, "package.json"))?.exports);
      if (types !== undefined) {
        const declared = join(home, types.replace(/(?:\.d)?\.([cm]?)[jt]s$/, ".d.$1ts"));
        paths[name] = [existsSync(declared) ? declared : join(home, types)];
      }
    }
  }
  return paths;
}

interface PackageFile {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly exports?: unknown;
}

function readJson(path: string): PackageFile | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** The file of a package's main entry as `import` finds it: of its types, or JavaScript that has its types beside it. */
function exportedTypes(entry: unknown): string | undefined {
  if (typeof entry === "string") {
    return entry;
  }
  if (typeof entry !== "object" || entry === null) {
    return undefined;
  }
  for (const [condition, target] of Object.entries(entry)) {
    if ([".", "types", "import", "node", "default"].includes(condition)) {
      const found = exportedTypes(target);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

/** The folder and all above it, the nearest first. */
function ancestors(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}
