import type { CellOutline, CellSource, CompiledCell, SyntaxFault } from "./cell/cell.ts";
import type { Diagnostic, Language } from "./language/language.ts";
import type { CellError, Runtime, RuntimeEventSink } from "./runtime/runtime.ts";
import type { Completeness } from "./wire/is-complete.ts";

/** What can be done with a cell's text alone. */
export interface Cells {
  outlineCell(code: string): { readonly outline: CellOutline } | { readonly fault: SyntaxFault };
  /** `known` holds the names that earlier cells have left behind. */
  compileCell(cell: CellSource, outline: CellOutline, known: ReadonlySet<string>): CompiledCell;
  completeness(code: string): Completeness;
  syntaxError(cell: CellSource, fault: SyntaxFault): CellError;
  typeError(cell: CellSource, diagnostics: readonly Diagnostic[]): CellError;
}

/** All that the kernel knows of a programming language: the only thing that ties the protocol to TypeScript. */
export interface Engine {
  readonly cells: Cells;
  readonly language: Language;
  readonly runtime: Runtime;
}

/**
 * Starts an engine. It is called when the channels are open, so that the kernel can already say who it is; `calm`
 * resolves when it has said so, or when the engine is needed: the time for what keeps this process busy.
 */
export type StartEngine = (sink: RuntimeEventSink, calm: Promise<void>) => Promise<Engine>;
