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

/** Starts the engine of TypeScript: its two processes at once, then what parses and compiles cells, which takes longer to load. */
export async function startTypeScript(options: EngineOptions, sink: RuntimeEventSink): Promise<Engine> {
  const runtime = startRuntime({ ...options, sink });
  const language = startLanguage(options);
  return { cells: await loadCells(), language, runtime };
}

async function loadCells(): Promise<Cells> {
  const [{ outlineCell }, { compileCell }, { completeness }, { syntaxError, typeError }] = await Promise.all([
    import("./cell/outline-cell.ts"),
    import("./cell/compile-cell.ts"),
    import("./cell/completeness.ts"),
    import("./cell/cell-errors.ts"),
  ]);
  return { outlineCell, compileCell, completeness, syntaxError, typeError };
}
