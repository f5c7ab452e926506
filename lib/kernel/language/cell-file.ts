import type { DeclarationKind } from "../cell/cell.ts";
import { virtualFiles } from "./project.ts";

/** A name of another cell as a cell's file has to declare it. */
export interface ForeignName {
  readonly name: string;
  readonly kind: DeclarationKind;
  /** The slot of the cell that declares it; undefined where only the name is wanted. */
  readonly slot: number | undefined;
}

/** A name of a module that the hub imports. */
export interface ModuleName {
  readonly name: string;
  /** The number of the module in the hub. */
  readonly module: number;
  readonly imported: string;
}

export interface CellFile {
  readonly code: string;
  readonly foreign?: readonly ForeignName[];
  readonly imported?: readonly ModuleName[];
  /** The names that later cells may refer to. */
  readonly exported?: readonly string[];
  /** Those that are types for them, whatever they are in their module. */
  readonly exportedTypes?: readonly string[];
  /** Modules to import besides, for their own sake. */
  readonly ballast?: readonly string[];
}

/** The name under which the hub is imported: nothing that anybody would write. */
export const hubName = "__llmlab_cells";

/** How many lines stand before the code of a cell. */
export const preludeLines = 1;

/**
 * Writes the file in which TypeScript sees a cell: one line that joins it to the other cells, and the code, so that a
 * position in the code is the same position one line further down.
 *
 * A name of another cell is an alias, which is the thing itself: it keeps the type, the documentation, and whether a
 * constant widens. Only a variable that may be assigned again has to be declared, because an alias may not.
 */
export function cellFileText(file: CellFile): string {
  const { code, foreign = [], imported: names = [], exported = [], exportedTypes = [], ballast = [] } = file;
  const parts = [`import * as ${hubName} from "./${virtualFiles.hub}";`];
  for (const specifier of ballast) {
    parts.push(`import ${JSON.stringify(specifier)};`);
  }
  for (const { name, kind, slot } of foreign) {
    if (slot === undefined) {
      parts.push(`declare let ${name}: any;`);
    } else if (kind === "let" || kind === "var") {
      parts.push(`declare let ${name}: typeof ${hubName}.c${slot}.${name};`);
    } else {
      parts.push(`import ${name} = ${hubName}.c${slot}.${name};`);
    }
  }
  for (const { name, module, imported } of names) {
    parts.push(`import ${name} = ${hubName}.m${module}${imported === "*" ? "" : `.${imported}`};`);
  }
  if (exportedTypes.length > 0) {
    parts.push(`export type { ${exportedTypes.join(", ")} };`);
  }
  parts.push(`export { ${exported.join(", ")} };`);
  return `${parts.join(" ")}\n${code}`;
}

/** A file without a cell. It imports what every cell's file does, so that a cell in its place changes nothing there. */
export const emptyFileText = cellFileText({ code: "" });

const keywords = "abstract|async|const|let|var|function\\*?|class|enum|namespace|interface|type";

/** Whether code says that a name exists without making it: `declare const name: string`. */
export function declaresOnly(code: string, name: string): boolean {
  return (
    code.includes("declare") && new RegExp(`\\bdeclare\\s+(?:(?:${keywords})\\s+)+${wordPattern(name)}`).test(code)
  );
}

/** Whether code changes what all cells see: `declare global { ... }` and `declare module "..." { ... }`. */
export function augments(code: string): boolean {
  return /\bdeclare\s+(?:global\s*\{|module\s+["'])/.test(code);
}

/** A name as a pattern that no longer name matches. */
function wordPattern(name: string): string {
  return `${name.replaceAll("$", "\\$")}(?![\\w$])`;
}

/**
 * The modules that a file imports, in order. TypeScript builds its program anew when a changed file imports others
 * than before, which takes long with large packages; this list is what keeps it from that, and may be approximate.
 */
export function importedModules(code: string): string[] {
  const found = code.matchAll(/(?:^|[\s;}*{,])(?:import|from)\s*\(?\s*(?:"([^"\n]+)"|'([^'\n]+)')/g);
  return Array.from(found, ([, double, single]) => double ?? single ?? "");
}
