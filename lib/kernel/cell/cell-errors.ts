import type { Diagnostic } from "../language/language.ts";
import type { CellError } from "../runtime/runtime.ts";
import type { CellSource, SyntaxFault } from "./cell.ts";
import { codeFrame, lineAndColumn } from "./code-frame.ts";

/** More type errors than this help nobody at once. */
const mostShown = 5;

/** Makes the error of a cell that cannot be parsed: where, the code around, and what is wrong. */
export function syntaxError(cell: CellSource, fault: SyntaxFault): CellError {
  const { message } = fault;
  return {
    ename: "SyntaxError",
    evalue: message,
    traceback: [...placed(cell, fault.start, fault.end), `SyntaxError: ${message}`],
  };
}

/** Makes the error of a cell that the type checker stopped: each fault with its place, its code and its number. */
export function typeError(cell: CellSource, diagnostics: readonly Diagnostic[]): CellError {
  const inOrder = diagnostics.toSorted(
    (a, b) => (a.file?.name ?? "").localeCompare(b.file?.name ?? "") || a.start - b.start,
  );
  const shown = inOrder.slice(0, mostShown);
  const texts = shown.map(({ code, message }) => (code > 0 ? `TS${code}: ${message}` : message));
  const traceback = shown.flatMap(({ start, end, file }, index) => [
    ...(index > 0 ? [""] : []),
    ...placed(file ?? cell, start, end),
    texts[index] ?? "",
  ]);
  const more = inOrder.length - shown.length;
  if (more > 0) traceback.push("", `and ${more} more`);
  return {
    ename: "TypeScriptError",
    evalue: inOrder.length > 1 ? `${texts[0]} (and ${inOrder.length - 1} more)` : (texts[0] ?? ""),
    traceback,
  };
}

function placed(source: CellSource | { name: string; code: string }, start: number, end: number): string[] {
  const { code } = source;
  const { line, column } = lineAndColumn(code, start);
  const name = "name" in source ? source.name : `Cell In[${source.number}]`;
  return [`${name}, line ${line}, column ${column}`, "", ...codeFrame(code, start, end), ""];
}
