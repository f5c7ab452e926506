import MagicString from "magic-string";
import type { Analysis } from "./analysis.ts";
import type { ScriptNames } from "./names.ts";
import { rewriteReferences } from "./rewrite-references.ts";
import { rewriteStatements } from "./rewrite-statements.ts";
import type { Program } from "./tree.ts";

/** What is known of a cell's names. */
interface CellNames {
  readonly analysis: Analysis;
  readonly names: ScriptNames;
  /** The names that earlier cells have left. */
  readonly known: ReadonlySet<string>;
  /** The names that functions of earlier cells use. */
  readonly captured: ReadonlySet<string>;
}

/** A cell on its way to a script: its text, still TypeScript. */
export interface Rewriting extends CellNames {
  readonly code: string;
  readonly text: MagicString;
  /** The names that this cell leaves. */
  readonly assigns: Set<string>;
  /** What the script does first. */
  readonly prologue: string[];
}

export interface Rewritten {
  readonly text: MagicString;
  readonly assigns: readonly string[];
  readonly captures: readonly string[];
}

/** Rewrites a cell so that its top-level names are properties of the store; types stay for swc to remove. */
export function rewriteCell(code: string, program: Program, cellNames: CellNames): Rewritten {
  const { analysis, names } = cellNames;
  const text = new MagicString(code);
  const { store, scope, result } = names;
  const used = JSON.stringify(usedNames(cellNames));
  const prologue = [`if (${result} = ${scope}.refresh(${store}, ${used})) await ${result}; ${result} = void 0;`];
  const rewriting: Rewriting = { ...cellNames, code, text, assigns: new Set(), prologue };
  const finish = rewriteStatements(rewriting, program.body);
  const closeLoops = rewriteReferences(rewriting);
  finish();
  // Rewritten statements may begin with a bracket, which would go on with a line that has no semicolon.
  for (const end of analysis.endings) if (code[end - 1] !== ";") text.appendLeft(end, ";");
  closeLoops();
  if (program.hashbang) text.update(0, 2, "//");
  text.prepend(`${prologue.join(" ")} `);
  const inFunctions = analysis.references.filter(
    ({ closure, value, name }) => closure && value && isTop(rewriting, name),
  );
  const captures = [...new Set(inFunctions.map(({ name }) => name))];
  return { text, assigns: [...rewriting.assigns], captures };
}

/** The names of earlier cells that the cell may use: its own, and what the functions use that it may call. */
function usedNames({ analysis, known, captured }: CellNames): string[] {
  const used = new Set(analysis.references.filter(({ value }) => value).map(({ name }) => name));
  const foreign = [...used].filter((name) => known.has(name));
  return foreign.length === 0 ? [] : [...new Set([...foreign, ...captured])];
}

/** Whether a name is one of this cell or an earlier one, and not a global. */
export const isTop = ({ assigns, known }: Rewriting, name: string) => assigns.has(name) || known.has(name);

/** The property that holds a name. */
export const property = ({ names }: Rewriting, name: string) => `${names.store}.${name}`;

/** The call that tells the runtime that names have their values. */
export const told = ({ names }: Rewriting, ...assigned: string[]) =>
  `${names.scope}.assigned(${assigned.map((name) => JSON.stringify(name)).join(", ")})`;

/** The assignment of a name's own binding in the script to its property, and word of it. */
export const store = (rewriting: Rewriting, name: string) =>
  `${property(rewriting, name)} = ${name}; ${told(rewriting, name)};`;
