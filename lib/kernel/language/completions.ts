import type { DeclarationKind } from "../cell/cell.ts";
import { hubName } from "./cell-file.ts";
import type { CompletionItem, Completions } from "./language.ts";
import { inCode, linesOf, type Range } from "./positions.ts";

/** A completion as the server proposes it. */
export interface ServerCompletion {
  readonly label: string;
  readonly kind?: number;
  readonly sortText?: string;
  readonly insertText?: string;
  readonly filterText?: string;
  readonly detail?: string;
  readonly labelDetails?: { readonly detail?: string; readonly description?: string };
  readonly textEdit?: { readonly newText: string; readonly range?: Range; readonly insert?: Range };
}

/** As many as anybody would scroll through. */
const limit = 1000;

/** The names of the protocol's kinds, from 1, in JupyterLab's words. */
const kinds = [
  "text",
  "method",
  "function",
  "constructor",
  "field",
  "variable",
  "class",
  "interface",
  "module",
  "property",
  "unit",
  "value",
  "enum",
  "keyword",
  "snippet",
  "color",
  "file",
  "reference",
  "folder",
  "enum",
  "constant",
  "struct",
  "event",
  "operator",
  "type",
];

const declarationKinds: Record<DeclarationKind, string | undefined> = {
  const: "variable",
  let: "variable",
  var: "variable",
  function: "function",
  class: "class",
  enum: "enum",
  namespace: "module",
  interface: "interface",
  type: "type",
  import: undefined,
};

/**
 * Turns what the server proposes into what a front end inserts.
 *
 * The word around the offset is replaced, in a module's name the part that the server names. What cannot go on as the
 * text before the cursor begins is left out; TypeScript's order stays, with keywords last.
 */
export function completionsOf(
  found: readonly ServerCompletion[],
  code: string,
  offset: number,
  kindOf: (name: string) => DeclarationKind | undefined,
): Completions {
  const lines = linesOf(code);
  const word = wordAround(code, offset);
  const edited = ({ textEdit }: ServerCompletion) => {
    const start = textEdit === undefined ? undefined : inCode((textEdit.range ?? textEdit.insert ?? zero).start);
    return start === undefined ? undefined : lines.offset(start);
  };
  const replacesDot = (entry: ServerCompletion) => /^[.?]/.test(code.slice(edited(entry) ?? code.length));
  // Members of a value that may be missing come with the question mark; those in brackets are not worth a special case.
  const optional = found.filter((entry) => entry.textEdit?.newText.startsWith("?.") && replacesDot(entry));
  const proposed = optional.length > 0 ? optional : found.filter((entry) => !replacesDot(entry));
  const inString = proposed.some((entry) => optional.length === 0 && (edited(entry) ?? -1) >= 0);
  const inPath = proposed.some(({ kind }) => kindName(kind) === "file");
  const usual = inString || inPath ? { start: stringPart(code, offset), end: offset } : word;
  const startOf = (entry: ServerCompletion) => edited(entry) ?? usual.start;
  const start = Math.min(usual.start, ...proposed.map(startOf));
  const typed = code.slice(optional.length > 0 ? usual.start : start, offset).toLowerCase();

  const items = new Map<string, CompletionItem & { order: string }>();
  for (const entry of proposed) {
    const inserted = entry.textEdit?.newText ?? entry.insertText ?? entry.label.replace(/\?$/, "");
    const text = code.slice(start, startOf(entry)) + inserted;
    const name = optional.length > 0 ? text.slice("?.".length) : text;
    if (text.startsWith(hubName) || !name.toLowerCase().startsWith(typed) || items.has(text)) {
      continue;
    }
    const kind = kindName(entry.kind);
    const known = kind === "variable" && !isMember(code, start) ? kindOf(text) : undefined;
    const signature = entry.detail ?? entry.labelDetails?.detail;
    items.set(text, {
      text,
      kind: (known === undefined ? undefined : declarationKinds[known]) ?? kind,
      ...(signature === undefined || usual !== word ? {} : { signature }),
      order: `${kind === "keyword" ? 1 : 0}${entry.sortText ?? ""}`,
    });
  }
  const sorted = [...items.values()].sort(
    (one, other) => compare(one.order, other.order) || compare(one.text, other.text),
  );
  return { start, end: usual.end, items: sorted.slice(0, limit).map(({ order: _, ...item }) => item) };
}

const zero: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function kindName(kind: number | undefined): string {
  return kinds[(kind ?? 0) - 1] ?? "text";
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The name that the offset stands in or at the end of; empty where there is none. */
export function wordAround(code: string, offset: number): { start: number; end: number } {
  const before = /[\p{ID_Continue}$#]*$/u.exec(code.slice(0, offset))?.[0] ?? "";
  const after = /^[\p{ID_Continue}$]*/u.exec(code.slice(offset))?.[0] ?? "";
  return { start: offset - before.length, end: offset + after.length };
}

/** Where the part of a path in a string begins: after its last slash, else after the quote. */
function stringPart(code: string, offset: number): number {
  return offset - (/[^/"'`\n]*$/.exec(code.slice(0, offset))?.[0].length ?? 0);
}

function isMember(code: string, start: number): boolean {
  return /\.\s*$/.test(code.slice(0, start));
}
