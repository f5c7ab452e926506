import { join } from "node:path";
import { constants, Script } from "node:vm";
import type { CellScope, CompiledCell } from "../../cell/cell.ts";
import type { ChildRequest } from "../child-messages.ts";
import { bundleOf } from "../display/bundle-of.ts";
import type { CellFiles } from "../errors/cell-files.ts";
import { describeError } from "../errors/describe-error.ts";
import type { NotebookModules } from "../modules/install-module-hooks.ts";
import type { CellError, CellOutcome } from "../runtime.ts";
import { enter } from "./barrier.ts";
import { Interrupts, type InterruptTarget } from "./interrupts.ts";
import { listening } from "./listening.ts";
import { report, reportEvent } from "./report.ts";
import { currentRun, forever, makeRun, type Run, within } from "./run.ts";
import { startImmediate } from "./timers.ts";

type CellFunction = (names: Record<string, unknown>, scope: CellScope) => Promise<unknown>;

/** What the executor runs cells with. */
export interface ExecutorOptions {
  /** The notebook's folder. */
  readonly folder: string;
  readonly modules: Pick<NotebookModules, "scope" | "abandon">;
  readonly files: CellFiles;
  /** Called when a run is over, before its outcome is told. */
  readonly onEnd: (run: Run) => void;
}

/**
 * Runs cells, one at a time.
 *
 * How a run ends is told in plain callbacks, because when V8 ends code it drops the promises that are about to go on.
 */
export class Executor implements InterruptTarget {
  /** The variables of all cells. */
  readonly #names: Record<string, unknown> = {};
  readonly #options: ExecutorOptions;
  readonly #interrupts: Interrupts;
  /** The run whose outcome is settled but may not have been told. */
  #ending: { readonly run: Run; readonly outcome: CellOutcome } | undefined;
  current: Run | undefined;
  finished = 0;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#interrupts = new Interrupts(this);
  }

  run({ run: number, id, allowInput, cell }: Extract<ChildRequest, { type: "run" }>): void {
    const run = makeRun(number, id, allowInput);
    enter(() => {
      this.current = run;
      Atomics.store(listening, 0, 0);
      if (this.#interrupts.isCancelled(number)) this.endInterrupted();
      else within(run, () => this.#start(run, cell));
    });
  }

  /** Ends a run from a turn of the event loop, where the main thread comes back to that. */
  stop(run: number): void {
    this.#interrupts.stop(run);
  }

  /**
   * Takes what nobody caught: an error in a timer, a promise that was rejected and not awaited. While its cell runs, or
   * in the turn after it, this is how the cell ends; later it is an event of its own.
   */
  takeStray(error: unknown): void {
    const run = currentRun();
    // An interrupt leaves such behind, in Node's own code.
    if (run === undefined && error === undefined) return;
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
    if (run?.isOver === false) {
      run.listeners.add(listener);
      Atomics.add(listening, 0, 1);
    }
    const release = () => {
      if (run?.listeners.delete(listener) && this.current === run) Atomics.sub(listening, 0, 1);
    };
    return { signal: listener.signal, release };
  }

  abandonModules(): void {
    this.#options.modules.abandon();
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
    const { scope } = this.#options.modules;
    /** Imports go on when the run is interrupted, so that no module stays half loaded; the run does not. */
    const loaded = async <Value>(load: () => Promise<Value> | undefined): Promise<Value | undefined> => {
      run.loading += 1;
      try {
        return await load();
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
      load: (names, request) => loaded(() => scope.load(names, request)),
      refresh(names, used) {
        const work = scope.refresh(names, used);
        return work && loaded(() => work);
      },
      import: (specifier, options) => loaded(() => scope.import(specifier, options)),
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
