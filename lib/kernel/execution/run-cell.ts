import { setImmediate as nextTurn } from "node:timers/promises";
import type { CellOutline, CellSource, CompiledCell } from "../cell/cell.ts";
import type { Engine } from "../engine.ts";
import type { Language } from "../language/language.ts";
import type { CellOutcome, ExecuteOptions } from "../runtime/runtime.ts";
import { errorFrom } from "../wire/error.ts";
import { type Interruptible, Interruption, interruptError } from "./interruption.ts";

/** The names that the cells so far have left behind. */
export type KnownNames = Set<string>;

/** Makes the outcome of a cell that did not run. */
export function failed(error: Extract<CellOutcome, { status: "error" }>["error"]): CellOutcome {
  return { status: "error", error, assigned: [], lost: false };
}

/**
 * Takes a cell from its text to its outcome: parse, check, compile, run; then makes its names known to the cells after
 * it. A cell that fails leaves those names that it assigned before.
 */
export async function runCell(
  cell: CellSource,
  options: ExecuteOptions,
  engine: Promise<Engine>,
  known: KnownNames,
  interruptible: Interruptible,
): Promise<CellOutcome> {
  try {
    const { cells, language, runtime } = await interruptible.preparing(engine);
    const parsed = cells.outlineCell(cell.code);
    if ("fault" in parsed) {
      return failed(cells.syntaxError(cell, parsed.fault));
    }
    const checking = language.check(cell, parsed.outline);
    const compiling = compileMeanwhile(() => cells.compileCell(cell, parsed.outline, known));
    const diagnostics = await interruptible.preparing(checking);
    if (diagnostics.length > 0) {
      return failed(cells.typeError(cell, diagnostics));
    }
    const compiled = await interruptible.preparing(compiling);
    const outcome = await interruptible.running(runtime.execute(compiled, options), () => runtime.interrupt());
    remember(outcome, cell, parsed.outline, language, known);
    return outcome;
  } catch (fault) {
    return failed(fault instanceof Interruption ? interruptError : errorFrom(fault));
  }
}

/** Compiles while TypeScript, in a process of its own, checks what it has just been asked to. */
function compileMeanwhile(compile: () => CompiledCell): Promise<CompiledCell> {
  const compiling = nextTurn().then(compile);
  // A cell with a type error is never asked for its script.
  compiling.catch(() => {});
  return compiling;
}

function remember(
  outcome: CellOutcome,
  cell: CellSource,
  outline: CellOutline,
  language: Language,
  known: KnownNames,
): void {
  if (outcome.status === "error" && outcome.lost) {
    known.clear();
    language.reset();
    return;
  }
  language.commit(cell, outline, new Set(outcome.assigned));
  for (const name of outcome.assigned) {
    known.add(name);
  }
}

/** Evaluates a user expression: unchecked, without a trace in the names of the cells. */
export async function runExpression(
  code: string,
  options: ExecuteOptions,
  engine: Engine,
  known: KnownNames,
  interruptible: Interruptible,
): Promise<CellOutcome> {
  const { cells, runtime } = engine;
  const cell = { number: 0, code };
  try {
    const parsed = cells.outlineCell(code);
    if ("fault" in parsed) {
      return failed(cells.syntaxError(cell, parsed.fault));
    }
    const [declared] = parsed.outline.declarations;
    if (declared !== undefined) {
      return failed(errorFrom(new SyntaxError(`Cannot declare "${declared.name}" in an expression`)));
    }
    const compiled = cells.compileCell(cell, parsed.outline, known);
    return await interruptible.running(runtime.execute(compiled, options), () => runtime.interrupt());
  } catch (fault) {
    return failed(errorFrom(fault));
  }
}
