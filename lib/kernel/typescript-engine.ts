import type { Cells, Engine } from "./engine.ts";
import { startLanguage } from "./language/start-language.ts";
import type { Log } from "./log.ts";
import type { RuntimeEventSink } from "./runtime/runtime.ts";
import { startRuntime } from "./runtime/runtime-process.ts";

/** Where an engine works. */
export interface EngineOptions {
  /** The notebook's folder. */
  readonly folder: string;
  /** The checkout of llmlab. */
  readonly packageRoot: string;
  readonly log: Log;
}

/** Starts the engine of TypeScript: its two processes at once, and in calm what parses and compiles cells. */
export async function startTypeScript(
  options: EngineOptions,
  sink: RuntimeEventSink,
  calm: Promise<void>,
): Promise<Engine> {
  const runtime = startRuntime({ ...options, sink });
  const language = startLanguage(options);
  await calm;
  const cells = await loadCells();
  setImmediate(() => warmUp(cells));
  return { cells, language, runtime };
}

async function loadCells(): Promise<Cells> {
  const [{ outlineCell }, { compileCell }, { completeness }, { syntaxError, typeError }] = await Promise.all([
    import("./cell/outline-cell.ts"),
    import("./cell/compile-cell.ts"),
    import("./cell/completeness.ts"),
    import("./cell/cell-errors.ts"),
  ]);
  /** The names that functions of the cells so far use. */
  const captured = new Set<string>();
  return {
    outlineCell,
    compileCell(cell, outline, known) {
      const compiled = compileCell(cell, outline, known, captured);
      for (const name of compiled.captures) captured.add(name);
      return compiled;
    },
    completeness,
    syntaxError,
    typeError,
  };
}

/** Compiles a small cell that nobody runs, so that the parser and the compiler are loaded when the first one comes. */
function warmUp(cells: Cells): void {
  const cell = { number: 0, code: "const warm: number = 1;" };
  const parsed = cells.outlineCell(cell.code);
  if ("outline" in parsed) {
    cells.compileCell(cell, parsed.outline, new Set());
  }
}
