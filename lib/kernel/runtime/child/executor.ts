import { Session } from "node:inspector";
import { join } from "node:path";
import { constants, Script } from "node:vm";
import type { CellScope, CompiledCell } from "../../cell/cell.ts";
import type { ChildRequest } from "../child-messages.ts";
import { bundleOf } from "../display/bundle-of.ts";
import type { CellFiles } from "../errors/cell-files.ts";
import { describeError } from "../errors/describe-error.ts";
import type { CellError, CellOutcome } from "../runtime.ts";
import { Interrupts, type InterruptTarget } from "./interrupts.ts";
import { report, reportEvent } from "./report.ts";
import { currentRun, forever, makeRun, type Run, within } from "./run.ts";
import { startImmediate } from "./timers.ts";

type CellFunction = (names: Record<string, unknown>, scope: CellScope) => Promise<unknown>;

/** What the executor runs cells with. */
export interface ExecutorOptions {
  /** The notebook's folder. */
  readonly folder: string;
  readonly scope: Omit<CellScope, "assigned">;
  readonly files: CellFiles;
  /** Called when a run is over, before its outcome is told. */
  readonly onEnd: (run: Run) => void;
}

/** What V8's inspector evaluates to run a piece of our own code. */
const entry = Symbol.for("llmlab.kernel.enter");

/**
 * Runs cells, one at a time.
 *
 * A cell is started through the process's own inspector: code that V8 ends comes back from there as from an ordinary
 * call, while elsewhere the end would go on through every frame of Node. How a run ends is told in plain callbacks,
 * because when V8 ends code it drops the promises that are about to go on.
 */
export class Executor implements InterruptTarget {
  /** The variables of all cells. */
  readonly #names: Record<string, unknown> = {};
  readonly #options: ExecutorOptions;
  readonly #inspector = new Session();
  readonly #interrupts: Interrupts;
  /** The run whose outcome is settled but may not have been told. */
  #ending: { readonly run: Run; readonly outcome: CellOutcome } | undefined;
  current: Run | undefined;
  finished = 0;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#inspector.connect();
    this.#interrupts = new Interrupts(this.#inspector, this);
  }

  run({ run: number, id, allowInput, cell }: Extract<ChildRequest, { type: "run" }>): void {
    const run = makeRun(number, id, allowInput);
    this.#enter(() => {
      this.current = run;
      if (this.#interrupts.isCancelled(number)) this.endInterrupted();
      else within(run, () => this.#start(run, cell));
    });
  }

  /** Tells the code of a run that stops by itself. */
  stopListeners(run: number): void {
    this.#interrupts.stopListeners(run);
  }

  /**
   * Takes what nobody caught: an error in a timer, a promise that was rejected and not awaited. While its cell runs, or
   * in the turn after it, this is how the cell ends; later it is an event of its own.
   */
  takeStray(error: unknown): void {
    const run = currentRun() ?? this.current;
    if (run === undefined || run.isOver) {
      if (run?.isStopped !== true) reportEvent({ type: "error", error: this.#describe(error) }, run);
      return;
    }
    this.#finish(run, this.#failure(run, this.#describe(error)));
  }

  /** Announces that the caller stops by itself when interrupted; see KernelHost. */
  interruptible(): { readonly signal: AbortSignal; release(): void } {
    const listener = new AbortController();
    const run = currentRun();
    if (run?.isOver === false) run.listeners.add(listener);
    return { signal: listener.signal, release: () => void run?.listeners.delete(listener) };
  }

  endInterrupted(): void {
    const run = this.current;
    if (run !== undefined) this.#finish(run, this.#failure(run, interrupted));
    else this.#tell();
  }

  #start(run: Run, cell: CompiledCell): void {
    // A promise that was rejected and that nobody awaits shows itself before the next turn of the event loop.
    const finish = (outcome: CellOutcome) => {
      run.isSettled = true;
      startImmediate(() => this.#finish(run, outcome));
    };
    this.#execute(run, cell).then(finish, (error) => finish(this.#failure(run, this.#describe(error))));
  }

  async #execute(run: Run, cell: CompiledCell): Promise<CellOutcome> {
    const filename = join(this.#options.folder, `.llmlab-cell-${cell.number}-${run.number}.ts`);
    this.#options.files.add(filename, cell);
    const script = new Script(cell.script, {
      filename,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const work: CellFunction = script.runInThisContext();
    const result = await bundleOf(await work(this.#names, this.#scopeOf(run)));
    return { status: "ok", assigned: [...run.assigned], ...(result !== undefined && { result }) };
  }

  #scopeOf(run: Run): CellScope {
    const { scope } = this.#options;
    /** Imports go on when the run is interrupted, so that no module stays half loaded; the run does not. */
    const loaded = async <Value>(work: Promise<Value>): Promise<Value> => {
      run.loading += 1;
      try {
        return await work;
      } finally {
        run.loading -= 1;
        if (run.isStopped) await forever();
      }
    };
    return {
      ...scope,
      assigned(...names) {
        for (const name of names) run.assigned.add(name);
      },
      load: (names, request) => loaded(scope.load(names, request)),
      refresh(names, used) {
        const work = scope.refresh(names, used);
        return work && loaded(work);
      },
      import: (specifier, options) => loaded(scope.import(specifier, options)),
      stopped: () => currentRun()?.isStopped === true,
      // One promise for all would keep what waits for it.
      get forever() {
        return forever();
      },
    };
  }

  /** Settles how a run has ended; what comes second does not count. */
  #finish(run: Run, outcome: CellOutcome): void {
    if (run.isOver) return;
    run.isStopped = !run.isSettled;
    // From here on an interrupt is late. One that came just before may still end the lines below, and then calls #tell.
    this.#ending = { run, outcome };
    run.isOver = true;
    this.finished = run.number;
    this.current = undefined;
    this.#tell();
  }

  #tell(): void {
    if (this.#ending === undefined) return;
    const { run, outcome } = this.#ending;
    this.#options.onEnd(run);
    report({ type: "outcome", run: run.number, outcome });
    this.#ending = undefined;
  }

  #enter(work: () => void): void {
    Object.defineProperty(globalThis, entry, { value: work, configurable: true, enumerable: false });
    const expression = 'globalThis[Symbol.for("llmlab.kernel.enter")]()';
    this.#inspector.post("Runtime.evaluate", { expression, silent: true });
  }

  #failure(run: Run, error: CellError): CellOutcome {
    return { status: "error", error, assigned: [...run.assigned], lost: false };
  }

  #describe(error: unknown): CellError {
    return describeError(error, this.#options.files);
  }
}

const interrupted: CellError = {
  ename: "KeyboardInterrupt",
  evalue: "the cell was interrupted; its variables are kept",
  traceback: ["KeyboardInterrupt: the cell was interrupted; its variables are kept"],
};
