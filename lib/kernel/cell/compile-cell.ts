import type { CellOutline, CellSource, CompiledCell } from "./cell.ts";
import { joinMaps } from "./join-maps.ts";
import { scriptNames } from "./names.ts";
import { readCell } from "./outline-cell.ts";
import { rewriteCell } from "./rewrite-cell.ts";
import { stripTypes } from "./strip-types.ts";

/**
 * Makes a script of a cell: every top-level name becomes a property of the object that holds the variables of all
 * cells, and the rest is TypeScript made JavaScript. `known` are the names that earlier cells have left; every other
 * name that the cell does not declare is a global. `captured` are the names that functions of earlier cells use, those
 * of cells that failed included; loops over other names are as fast as in a function. Without it, it is every known name.
 */
export function compileCell(
  cell: CellSource,
  outline: CellOutline,
  known: ReadonlySet<string>,
  captured: ReadonlySet<string> = known,
): CompiledCell {
  const { tree, analysis } = readCell(cell.code, outline);
  const names = scriptNames(analysis.identifiers);
  const { text, assigns, captures } = rewriteCell(cell.code, tree.program, { analysis, known, captured, names });
  const middle = text.toString();
  const { code, map } = stripTypes(middle, { fileName: "cell.ts" });
  const { store, scope, result } = names;
  const head = `(async function (${store}, ${scope}) { "use strict"; let ${result};\n`;
  return {
    ...cell,
    script: `${head}${code}\nreturn ${result};\n})`,
    map: joinMaps(text.generateDecodedMap({ hires: true }).mappings, map, { middle, script: code }, 1),
    assigns,
    captures,
  };
}
