import type { CellOutline } from "../cell/cell.ts";
import { importedNames, readCell } from "../cell/outline-cell.ts";

/** A name that a cell imports: from which module, and as what it is known there; `*` is the module itself. */
export interface LiftedName {
  readonly name: string;
  readonly module: string;
  readonly imported: string;
  readonly typeOnly: boolean;
}

/** A cell's code without its imports, and the imports. */
export interface LiftedImports {
  /** As long as the original, with blanks where the imports were. */
  readonly code: string;
  readonly names: readonly LiftedName[];
}

/**
 * Takes the imports out of a cell's code, so that all cells together import each module once.
 *
 * TypeScript builds its program anew for a file that imports other modules than before: 40 ms once tfjs is among them,
 * and in a course most cells import something. What is not a plain import of names stays where it is.
 *
 * Undefined where there is nothing to take out.
 */
export function liftImports(code: string, outline: CellOutline): LiftedImports | undefined {
  if (!outline.declarations.some(({ kind }) => kind === "import")) {
    return undefined;
  }
  const { tree, analysis } = readCell(code, outline);
  // TypeScript has something to say where a type stands for a value, and does not know an alias to be a type.
  const values = new Set(analysis.references.filter(({ value }) => value).map(({ name }) => name));
  const names: LiftedName[] = [];
  let rest = code;
  for (const statement of tree.program.body) {
    if (statement.type !== "ImportDeclaration") {
      continue;
    }
    const found = importedNames(statement);
    const plain = found.every(
      ({ local, origin: { imported, typeOnly, attributes } }) =>
        Object.keys(attributes).length === 0 &&
        /^[\p{ID_Continue}$*]+$/u.test(imported) &&
        !(typeOnly && values.has(local)),
    );
    if (found.length > 0 && plain) {
      for (const { local, origin } of found) {
        names.push({ name: local, module: origin.specifier, imported: origin.imported, typeOnly: origin.typeOnly });
      }
      // The semicolon keeps the lines before and after from becoming one statement.
      const blank = code.slice(statement.start + 1, statement.end).replaceAll(/[^\r\n]/g, " ");
      rest = `${rest.slice(0, statement.start)};${blank}${rest.slice(statement.end)}`;
    }
  }
  return names.length === 0 ? undefined : { code: rest, names };
}
