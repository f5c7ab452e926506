import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { compileCell } from "#kernel/cell/compile-cell.js";
import { outlineCell } from "#kernel/cell/outline-cell.js";
import type { CellError, CellOutcome, Runtime, RuntimeEvent } from "#kernel/runtime/runtime.js";
import { startRuntime } from "#kernel/runtime/runtime-process.js";

/** An event with the id of the cell that it belongs to: `cell-3`. */
export type Seen = RuntimeEvent & { readonly id: string | undefined };

export interface RunOptions {
  /** Interrupts so many milliseconds after the start; a list interrupts more than once. */
  readonly interruptAfter?: number | readonly number[];
  readonly allowInput?: boolean;
  /** What is answered when the cell asks. */
  readonly answer?: string;
}

/** Runs cells in a real runtime, without a kernel around it, and keeps what they send. */
export class CellRunner {
  readonly folder = mkdtempSync(join(tmpdir(), "llmlab cells "));
  readonly events: Seen[] = [];
  readonly log: string[] = [];
  readonly runtime: Runtime;
  readonly #known = new Set<string>();
  #count = 0;
  #answer: string | undefined;

  constructor() {
    this.runtime = startRuntime({
      folder: this.folder,
      packageRoot: fileURLToPath(new URL("../../..", import.meta.url)),
      log: (line) => this.log.push(line),
      sink: (event, id) => {
        this.events.push({ ...event, id });
        if (event.type === "input" && this.#answer !== undefined) this.runtime.answerInput(this.#answer);
        return undefined;
      },
    });
  }

  async run(code: string, options: RunOptions = {}): Promise<CellOutcome> {
    const { interruptAfter = [], allowInput = true, answer } = options;
    this.#count += 1;
    this.#answer = answer;
    const result = outlineCell(code);
    if ("fault" in result) throw new SyntaxError(`${result.fault.message} in ${code}`);
    const cell = compileCell({ number: this.#count, code }, result.outline, this.#known);
    const timers = [interruptAfter].flat().map((time) => setTimeout(() => this.runtime.interrupt(), time));
    const outcome = await this.runtime.execute(cell, { id: this.latest, allowInput });
    timers.forEach(clearTimeout);
    for (const name of outcome.assigned) this.#known.add(name);
    if (outcome.status === "error" && outcome.lost) this.#known.clear();
    return outcome;
  }

  /** The id of the latest cell. */
  get latest(): string {
    return `cell-${this.#count}`;
  }

  /** Runs a cell that must not fail, and gives the text of its value. */
  async value(code: string): Promise<unknown> {
    const outcome = await this.run(code);
    if (outcome.status === "error") throw new Error(outcome.error.traceback.join("\n"));
    return outcome.result?.data["text/plain"];
  }

  /** Runs a cell that must fail, and gives its error. */
  async error(code: string, options?: RunOptions): Promise<CellError> {
    const outcome = await this.run(code, options);
    if (outcome.status === "ok") throw new Error(`The cell did not fail: ${code}`);
    return outcome.error;
  }

  /** The text that a cell, the latest unless said otherwise, has written to a stream so far. */
  text(name: "stdout" | "stderr" = "stdout", id = this.latest): string {
    return this.events.flatMap((event) => (isText(event, name) && event.id === id ? [event.text] : [])).join("");
  }

  /** Waits until an event was seen that passes; fails after a while. */
  async seen(passes: (event: Seen) => boolean, patience = 5000): Promise<Seen> {
    for (const start = performance.now(); performance.now() - start < patience; await sleep(5)) {
      const found = this.events.find(passes);
      if (found !== undefined) return found;
    }
    throw new Error(`No such event came; there were ${JSON.stringify(this.events).slice(0, 2000)}`);
  }

  async close(): Promise<void> {
    await this.runtime.close();
    rmSync(this.folder, { recursive: true });
  }
}

function isText(event: Seen, name: string): event is Extract<Seen, { type: "stream" }> {
  return event.type === "stream" && event.name === name;
}
