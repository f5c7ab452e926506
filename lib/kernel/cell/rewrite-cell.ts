import MagicString from "magic-string";
import type { Analysis } from "./analysis.ts";
import type { ScriptNames } from "./names.ts";
import { rewriteReferences } from "./rewrite-references.ts";
import { rewriteStatements } from "./rewrite-statements.ts";
import type { Program } from "./tree.ts";

/** A cell on its way to a script: its text, still TypeScript, and what is known of its names. */
export interface Rewriting {
  readonly code: string;
  readonly text: MagicString;
  readonly analysis: Analysis;
  readonly names: ScriptNames;
  /** The names that earlier cells have left. */
  readonly known: ReadonlySet<string>;
  /** The names that this cell leaves. */
  readonly assigns: Set<string>;
  /** What the script does first. */
  readonly prologue: string[];
}

/** Rewrites a cell so that its top-level names are properties of the store; types stay for swc to remove. */
export function rewriteCell(
  code: string,
  program: Program,
  analysis: Analysis,
  known: ReadonlySet<string>,
  names: ScriptNames,
): { readonly text: MagicString; readonly assigns: readonly string[] } {
  const text = new MagicString(code);
  const { store, scope, result } = names;
  const prologue = [`if (${result} = ${scope}.refresh(${store})) await ${result}; ${result} = void 0;`];
  const rewriting: Rewriting = { code, text, analysis, names, known, assigns: new Set(), prologue };
  const finish = rewriteStatements(rewriting, program.body);
  const closeLoops = rewriteReferences(rewriting);
  finish();
  // Rewritten statements may begin with a bracket, which would go on with a line that has no semicolon.
  for (const end of analysis.endings) if (code[end - 1] !== ";") text.appendLeft(end, ";");
  closeLoops();
  if (program.hashbang) text.update(0, 2, "//");
  text.prepend(`${prologue.join(" ")} `);
  return { text, assigns: [...rewriting.assigns] };
}

/** The property that holds a name. */
export const property = ({ names }: Rewriting, name: string) => `${names.store}.${name}`;

/** The call that tells the runtime that names have their values. */
export const told = ({ names }: Rewriting, ...assigned: string[]) =>
  `${names.scope}.assigned(${assigned.map((name) => JSON.stringify(name)).join(", ")})`;

/** The assignment of a name's own binding in the script to its property, and word of it. */
export const store = (rewriting: Rewriting, name: string) =>
  `${property(rewriting, name)} = ${name}; ${told(rewriting, name)};`;
