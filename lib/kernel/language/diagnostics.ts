import type { DeclarationKind } from "../cell/cell.ts";
import type { KnownCell, Scope } from "./known-names.ts";
import type { Diagnostic } from "./language.ts";
import { inCode, linesOf, type Range } from "./positions.ts";

/** A diagnostic as the server reports it. */
export interface ServerDiagnostic {
  readonly range: Range;
  /** 1 is an error; unused names and other hints are milder. */
  readonly severity?: number;
  readonly code?: number | string;
  readonly message: string;
  readonly relatedInformation?: readonly { readonly location: { readonly uri: string }; readonly message: string }[];
}

const error = 1;

/** What TypeScript says of preludes that do what they should: of types under another name, and of double exports. */
const harmless = new Set([1379, 1380, 2300, 2323, 2484]);

/** Whether a diagnostic says that a name of the prelude cannot be had. */
export function isPreludeFault({ range, severity, code }: ServerDiagnostic): boolean {
  return severity === error && inCode(range.start) === undefined && !harmless.has(Number(code));
}

/**
 * What TypeScript says where a module of plain JavaScript has no declarations. It runs; that nothing is known of its
 * types is no fault of the cell's.
 */
const untyped = 7016;

/**
 * What TypeScript says where a list of unknown elements, `const losses = [];`, is used outside its file. Within a file
 * it would have learnt of the elements from what is pushed; over cells they are of any type.
 */
const unknownElements = 7005;

/** TypeScript's words where an imported name is assigned. */
const assignsImport = 2632;

/**
 * What TypeScript says of names that are exported twice: by their cell, as nobody has to, and by the prelude. Within a
 * cell the parser sees to it.
 */
const doubleExports = new Set([2300, 2323, 2484]);

/** What TypeScript says where a type that was only imported or only exported as one is used as a value. */
const importedType = 1361;
const exportedType = 1362;

/** What TypeScript says where a name of the kind is assigned in the file that declares it. */
const assignmentFaults: Partial<Record<DeclarationKind, { code: number; reason: string }>> = {
  const: { code: 2588, reason: "a constant" },
  function: { code: 2630, reason: "a function" },
  class: { code: 2629, reason: "a class" },
  enum: { code: 2628, reason: "an enum" },
  namespace: { code: 2631, reason: "a namespace" },
};

/** What the words of the server are read with. */
export interface Reading {
  /** The cell in a slot. */
  readonly cellIn: (slot: number) => KnownCell | undefined;
  /** The notebook's folder. */
  readonly folder: string;
}

/**
 * Picks out the errors of a cell's code, and says them as if all cells were one file: nothing about the virtual files
 * and the line that joins them is left.
 */
export function cellDiagnostics(
  found: readonly ServerDiagnostic[],
  code: string,
  reading: Reading & { readonly scope: Scope },
): Diagnostic[] {
  const lines = linesOf(code);
  const result: Diagnostic[] = [];
  for (const { range, severity, code: number, message, relatedInformation } of found) {
    const start = inCode(range.start);
    const end = inCode(range.end);
    if (severity !== error || number === untyped || start === undefined || end === undefined) {
      continue;
    }
    if (doubleExports.has(Number(number)) && code.includes("export")) {
      continue;
    }
    const span = { start: lines.offset(start), end: lines.offset(end) };
    const binding = reading.scope.get(code.slice(span.start, span.end));
    if (number === unknownElements && binding !== undefined) {
      continue;
    }
    const kind = binding?.kind;
    const fault = number === assignsImport && kind !== undefined ? assignmentFaults[kind] : undefined;
    if (number === exportedType) {
      // The prelude exports what the cell of the name has imported.
      const words = plainWords(message, reading).replace(
        "exported using 'export type'",
        "imported using 'import type'",
      );
      result.push({ code: importedType, message: words, ...span });
      continue;
    }
    const words = wholeWords(message, relatedInformation);
    result.push({
      code: fault?.code ?? (Number(number) || 0),
      message: plainWords(fault === undefined ? words : words.replace("an import", fault.reason), reading),
      ...span,
    });
  }
  return result.sort((one, other) => one.start - other.start || one.end - other.end);
}

/** Picks out the errors of a file that a cell imports. */
export function fileDiagnostics(
  found: readonly ServerDiagnostic[],
  file: { readonly name: string; readonly code: string },
  reading: Reading,
): Diagnostic[] {
  const lines = linesOf(file.code);
  return found
    .filter(({ severity, code }) => severity === error && code !== untyped)
    .map(({ range, code, message, relatedInformation }) => ({
      code: Number(code) || 0,
      message: plainWords(wholeWords(message, relatedInformation), reading),
      start: lines.offset(range.start),
      end: lines.offset(range.end),
      file,
    }));
}

/** A message with what it says of other places, where that makes sense without the place. */
function wholeWords(message: string, related: ServerDiagnostic["relatedInformation"] = []): string {
  const others = related.filter((other) => !/^'[^']+' (?:is|was) (?:also )?declared here\.$/.test(other.message));
  return [message, ...others.map((other) => `  ${other.message}`)].join("\n");
}

/** Leaves out advice that no cell can follow: there are no options to change. */
function plainWords(message: string, reading: Reading): string {
  return plainNames(message, reading).replaceAll(/ Do you need to change your target library\?[^\n]*/g, "");
}

/**
 * Shortens the paths of modules to what a cell would write, and replaces those of virtual files: a type that two cells
 * declare is told apart by the cell's number.
 */
export function plainNames(message: string, { cellIn, folder }: Reading): string {
  return message
    .replaceAll(/(?:typeof )?import\("[^"]*\.llmlab-cell-(\d+)(?:\.ts)?"\)(\.?)/g, (_, slot, dot) => {
      const number = cellIn(Number(slot))?.source.number;
      return number === undefined ? "" : `In[${number}]${dot}`;
    })
    .replaceAll(`import("${folder.replaceAll("\\", "/")}/`, 'import("./')
    .replaceAll(/import\("[^"]*\/node_modules\/(?:@types\/)?/g, 'import("')
    .replaceAll(/__llmlab_cells\.[cm]\d+\./g, "");
}
