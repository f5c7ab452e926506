import { Session } from "node:inspector";
import { join } from "node:path";
import { constants, Script } from "node:vm";
import type { CellScope, CompiledCell } from "../../cell/cell.ts";
import type { ChildRequest } from "../child-messages.ts";
import { bundleOf } from "../display/bundle-of.ts";
import type { CellFiles } from "../errors/cell-files.ts";
import { describeError } from "../errors/describe-error.ts";
import type { CellError, CellOutcome, MimeBundle } from "../runtime.ts";
import { Interrupts } from "./interrupts.ts";
import { reportEvent, reportOutcome } from "./report.ts";
import { currentRun, type Run, repairRunContext, within } from "./run.ts";

type CellFunction = (names: Record<string, unknown>, scope: CellScope) => Promise<unknown>;

/** What V8's inspector evaluates to run a piece of our own code. */
const entry = Symbol.for("llmlab.kernel.enter");

/**
 * Runs cells, one at a time.
 *
 * A cell is started through the process's own inspector: code that V8 is made to end comes back from there as from an
 * ordinary call, while elsewhere the end would go on through every frame of Node. How a run ends is decided in plain
 * callbacks, because with such an end V8 drops the promises that are about to continue.
 */
export class Executor {
  /** The variables of all cells. */
  readonly #names: Record<string, unknown> = {};
  readonly #folder: string;
  readonly #scope: Omit<CellScope, "assigned">;
  readonly #files: CellFiles;
  readonly #inspector = new Session();
  readonly #interrupts: Interrupts;
  #current: { readonly run: Run; readonly assigned: Set<string>; readonly stop: AbortController } | undefined;

  constructor(folder: string, scope: Omit<CellScope, "assigned">, files: CellFiles) {
    this.#folder = folder;
    this.#scope = scope;
    this.#files = files;
    this.#inspector.connect();
    this.#interrupts = new Interrupts((run, isCooperative) => this.#onInterrupt(run, isCooperative));
  }

  run({ run: number, id, allowInput, cell }: Extract<ChildRequest, { type: "run" }>): void {
    const run: Run = { number, id, allowInput, isInterrupted: false, isOver: false, strayErrors: [] };
    this.#current = { run, assigned: new Set(), stop: new AbortController() };
    this.#interrupts.begin(number);
    const ended = (value: unknown) => this.#afterStrays(run, () => this.#finish(run, { result: value as MimeBundle }));
    const failed = (error: unknown) => this.#afterStrays(run, () => this.#finish(run, { error }));
    this.#enter(
      () => within(run, () => this.#execute(cell).then(ended, failed)),
      () => this.#finish(run, { isInterrupted: true, hasFallen: true }),
    );
  }

  /** Takes what nobody caught: an error in a timer, a promise that was rejected and not awaited. */
  takeStray(error: unknown): void {
    const run = currentRun();
    if (run?.isInterrupted) return;
    if (run !== undefined && !run.isOver) run.strayErrors.push(error);
    else reportEvent({ type: "error", error: this.#describe(error) });
  }

  /** Announces that the caller stops by itself when interrupted; see KernelHost. */
  interruptible(): { readonly signal: AbortSignal; release(): void } {
    const current = this.#current;
    if (current === undefined || current.run !== currentRun()) {
      return { signal: new AbortController().signal, release() {} };
    }
    this.#interrupts.addListener();
    let isReleased = false;
    return {
      signal: current.stop.signal,
      release: () => {
        if (!isReleased && this.#current === current) this.#interrupts.removeListener();
        isReleased = true;
      },
    };
  }

  async #execute(cell: CompiledCell): Promise<MimeBundle | undefined> {
    const file = join(this.#folder, `.llmlab-cell-${cell.number}-${this.#current?.run.number}.ts`);
    this.#files.add(file, cell);
    const script = new Script(cell.script, {
      filename: file,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const assigned = this.#current?.assigned;
    const scope: CellScope = {
      ...this.#scope,
      assigned: (...names) => {
        for (const name of names) assigned?.add(name);
      },
    };
    const work: CellFunction = script.runInThisContext();
    return bundleOf(await work(this.#names, scope));
  }

  /** Gives promises that were rejected and that nobody awaits the turn that they need to show themselves. */
  #afterStrays(run: Run, finish: () => void): void {
    setImmediate(() => {
      if (!run.isOver) finish();
    });
  }

  #finish(run: Run, end: End): void {
    if (run.isOver) return;
    run.isOver = true;
    const assigned = [...(this.#current?.assigned ?? [])];
    const isReached = !this.#interrupts.end(run.number);
    if (isReached) this.#takeBlow(run, end.hasFallen === true);
    const isInterrupted = isReached || end.isInterrupted === true;
    run.isInterrupted = isInterrupted;
    this.#current = undefined;
    reportOutcome(run.number, this.#outcomeOf(run, { ...end, isInterrupted }, assigned));
  }

  #outcomeOf(run: Run, end: End, assigned: string[]): CellOutcome {
    const fail = (error: CellError): CellOutcome => ({ status: "error", error, assigned, lost: false });
    if (end.isInterrupted === true) return fail(interrupted);
    if ("error" in end) return fail(this.#describe(end.error));
    if (run.strayErrors.length > 0) return fail(this.#describe(run.strayErrors[0]));
    return end.result === undefined ? { status: "ok", assigned } : { status: "ok", assigned, result: end.result };
  }

  #onInterrupt(number: number, isCooperative: boolean): void {
    const current = this.#current;
    if (current?.run.number !== number) return;
    if (isCooperative) {
      current.stop.abort(new Error("The cell was interrupted"));
      return;
    }
    repairRunContext();
    current.run.isInterrupted = true;
    current.stop.abort(new Error("The cell was interrupted"));
    this.#finish(current.run, { isInterrupted: true });
  }

  /** Waits, in code that V8 may end, for the end that is on its way. */
  #takeBlow(run: Run, hasFallen: boolean): void {
    if (!hasFallen) {
      this.#enter(
        () => this.#interrupts.absorb(run.number),
        () => {},
      );
    }
    this.#interrupts.release();
  }

  #enter(work: () => void, onEnded: () => void): void {
    Object.defineProperty(globalThis, entry, { value: work, configurable: true, enumerable: false });
    const expression = 'globalThis[Symbol.for("llmlab.kernel.enter")]()';
    this.#inspector.post("Runtime.evaluate", { expression }, (error, result) => {
      if (error !== null || result.exceptionDetails !== undefined) onEnded();
    });
  }

  #describe(error: unknown): CellError {
    return describeError(error, this.#files);
  }
}

/** How the work of a run ended. */
interface End {
  readonly result?: MimeBundle;
  readonly error?: unknown;
  readonly isInterrupted?: boolean;
  /** Whether V8 has already ended the code. */
  readonly hasFallen?: boolean;
}

const interrupted: CellError = {
  ename: "KeyboardInterrupt",
  evalue: "the cell was interrupted; its variables are kept",
  traceback: ["KeyboardInterrupt: the cell was interrupted; its variables are kept"],
};
