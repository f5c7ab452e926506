import vm from "node:vm";
import { generatedPositionFor, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { CellScope, CompiledCell, ImportRequest } from "../../../lib/kernel/cell/cell.ts";
import { compileCell } from "../../../lib/kernel/cell/compile-cell.ts";
import { outlineCell } from "../../../lib/kernel/cell/outline-cell.ts";
import { stripTypes } from "../../../lib/kernel/cell/strip-types.ts";

/** A place in a cell as it was written, both from 1. */
export interface Place {
  readonly cell: number;
  readonly line: number;
  readonly column: number;
}

export interface Run {
  readonly value?: unknown;
  readonly error?: unknown;
  /** The cells' own lines of the error's stack. */
  readonly places: readonly Place[];
  readonly assigned: readonly string[];
  readonly compiled: CompiledCell;
}

export interface SessionOptions {
  /** What globals the cells see besides JavaScript's own and Node's. */
  readonly globals?: Readonly<Record<string, unknown>>;
  readonly load?: (names: Record<string, unknown>, request: ImportRequest) => Promise<void>;
}

/** Cells that run one after the other on the same names, as a kernel runs them, without a kernel. */
export class CellSession {
  readonly names: Record<string, unknown> = {};
  readonly known = new Set<string>();
  /** Whether code that waits is not to go on. */
  stopped = false;
  readonly #cells: CompiledCell[] = [];
  readonly #options: SessionOptions;

  constructor(options: SessionOptions = {}) {
    this.#options = options;
    Object.assign(globalThis, options.globals);
  }

  async run(code: string): Promise<Run> {
    const compiled = compile(code, this.known, this.#cells.length + 1);
    this.#cells.push(compiled);
    const assigned: string[] = [];
    const scope: CellScope = {
      assigned: (...names) => void assigned.push(...names),
      refresh: () => undefined,
      import: (specifier) => Promise.resolve(`imported ${specifier}`),
      stopped: () => this.stopped,
      forever: new Promise(() => {}),
      load: this.#options.load ?? (() => Promise.reject(new Error("no imports here"))),
      meta: { filename: "/notebook/cell", dirname: "/notebook", url: "file:///notebook/cell" } as CellScope["meta"],
      require: ((specifier: string) => `required ${specifier}`) as unknown as NodeJS.Require,
    };
    const outcome = await settle(() => evaluate(compiled)(this.names, scope));
    for (const name of assigned) this.known.add(name);
    return { ...outcome, places: this.#places(outcome.error), assigned, compiled };
  }

  /** Runs cells that must not fail and gives the value of the last one. */
  async value(...cells: string[]): Promise<unknown> {
    let value: unknown;
    for (const code of cells) {
      const run = await this.run(code);
      if ("error" in run) throw run.error;
      value = run.value;
    }
    return value;
  }

  #places(error: unknown): Place[] {
    const stack = error instanceof Error ? (error.stack ?? "") : "";
    return [...stack.matchAll(/\/cell-(\d+):(\d+):(\d+)/g)].flatMap(([, cell, line, column]) => {
      const compiled = this.#cells[Number(cell) - 1];
      if (!compiled) return [];
      const place = originalPositionFor(new TraceMap(compiled.map), { line: Number(line), column: Number(column) - 1 });
      return place.line === null ? [] : [{ cell: Number(cell), line: place.line, column: place.column + 1 }];
    });
  }
}

type Script = (names: Record<string, unknown>, scope: CellScope) => Promise<unknown>;

function evaluate({ script, number }: CompiledCell): Script {
  return new vm.Script(script, { filename: `/notebook/cell-${number}` }).runInThisContext() as Script;
}

async function settle(start: () => Promise<unknown>): Promise<{ value?: unknown; error?: unknown }> {
  try {
    return { value: await start() };
  } catch (error) {
    return { error };
  }
}

/** Compiles a cell that must be right. */
export function compile(code: string, known: ReadonlySet<string> = new Set(), number = 1): CompiledCell {
  const result = outlineCell(code);
  if ("fault" in result) throw new SyntaxError(`${result.fault.message} at ${result.fault.start}`);
  return compileCell({ number, code }, result.outline, known);
}

/** Where a place of a cell went in its script; for tests of maps. */
export function placeInScript({ map }: CompiledCell, line: number, column: number) {
  return generatedPositionFor(new TraceMap(map), { source: "cell", line, column });
}

/** Evaluates TypeScript as the body of one plain function, and gives what the expression `result` is at its end. */
export async function plainly(code: string, result: string): Promise<unknown> {
  const { code: script } = stripTypes(`${code}\n;const $plain = (${result});`, { fileName: "plain.ts" });
  return vm.runInThisContext(`(async function () { "use strict";\n${script}\nreturn $plain;\n})`, {
    filename: "/notebook/plain",
  })();
}
