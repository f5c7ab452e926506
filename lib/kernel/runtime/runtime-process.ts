import type { CompiledCell } from "../cell/cell.ts";
import { betweenCellsError, crashError, type Death, unansweredError } from "./crash-error.ts";
import type { CellOutcome, CommMessage, ExecuteOptions, Runtime, RuntimeEvent, RuntimeEventSink } from "./runtime.ts";
import { type ChildOptions, RuntimeChild } from "./runtime-child.ts";

/** What a runtime works with. */
export interface RuntimeOptions extends Omit<ChildOptions, "handlers"> {
  readonly sink: RuntimeEventSink;
}

/** Starts the process that runs cells. It is there at once; the first cell waits until the process is ready. */
export function startRuntime(options: RuntimeOptions): Runtime {
  return new RuntimeProcess(options);
}

/** A question that comes so many milliseconds after an interrupt was asked before it. */
const askedBefore = 500;

interface Running {
  readonly run: number;
  readonly id: string;
  readonly settle: (outcome: CellOutcome) => void;
  interruptedAt: number;
}

class RuntimeProcess implements Runtime {
  readonly #options: RuntimeOptions;
  #child: RuntimeChild;
  #running: Running | undefined;
  #runs = 0;
  /** The request of the last cell, to which belongs what comes later without a cell of its own. */
  #lastId: string | undefined;
  #question: number | undefined;
  /** The death of a process between two cells, which the next cell has to be told. */
  #unseenDeath: Death | undefined;
  #isClosed = false;

  constructor(options: RuntimeOptions) {
    this.#options = options;
    this.#child = this.#start();
  }

  execute(cell: CompiledCell, { id, allowInput }: ExecuteOptions): Promise<CellOutcome> {
    const death = this.#unseenDeath;
    this.#unseenDeath = undefined;
    if (this.#child.death !== undefined) this.#child = this.#start();
    if (death?.hadCells) {
      return Promise.resolve({ status: "error", error: betweenCellsError(death), assigned: [], lost: true });
    }
    return new Promise((resolve) => {
      this.#runs += 1;
      const run = this.#runs;
      this.#lastId = id;
      this.#running = { run, id, settle: resolve, interruptedAt: Number.NEGATIVE_INFINITY };
      this.#child.ask({ type: "run", run, id, allowInput, cell });
    });
  }

  interrupt(): void {
    const running = this.#running;
    if (running === undefined) return;
    running.interruptedAt = performance.now();
    this.#child.ask({ type: "interrupt", run: running.run });
    // The child is blocked while it waits for an answer, so that it has to be woken.
    if (this.#question !== undefined) this.#child.answer({ question: this.#question, interrupted: true });
    this.#question = undefined;
  }

  answerInput(text: string): void {
    if (this.#question !== undefined) this.#child.answer({ question: this.#question, text });
    this.#question = undefined;
  }

  deliverComm(message: CommMessage, id: string): void {
    this.#child.ask({ type: "comm", message, id });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#child.close();
  }

  #start(): RuntimeChild {
    const { folder, packageRoot, log } = this.#options;
    const child: RuntimeChild = new RuntimeChild({
      folder,
      packageRoot,
      log,
      handlers: {
        event: (event, id) => this.#onEvent(event, id),
        printed: (text) => this.#emit({ type: "stream", name: "stdout", text }, this.#running?.id ?? this.#lastId),
        outcome: (run, outcome) => {
          if (run === this.#running?.run) this.#settle(outcome);
        },
        died: (death) => {
          if (child === this.#child) this.#onDeath(death);
        },
      },
    });
    return child;
  }

  #onEvent(event: RuntimeEvent, id: string | undefined): Promise<void> | undefined {
    if (event.type === "input") {
      if (performance.now() - (this.#running?.interruptedAt ?? 0) < askedBefore) {
        this.#child.answer({ question: event.question, interrupted: true });
        return undefined;
      }
      this.#question = event.question;
    }
    return this.#emit(event, id);
  }

  #emit(event: RuntimeEvent, id: string | undefined): Promise<void> | undefined {
    return this.#options.sink(event, id) ?? undefined;
  }

  #settle(outcome: CellOutcome): void {
    const running = this.#running;
    this.#running = undefined;
    this.#question = undefined;
    running?.settle(outcome);
  }

  #onDeath(death: Death): void {
    if (this.#isClosed) return;
    const running = this.#running;
    // One that has not come up would not a second time; the next cell tries again.
    if (death.wasReady) this.#child = this.#start();
    if (running !== undefined) {
      const isUnanswered = death.how === "SIGKILL" && running.interruptedAt > 0;
      const error = isUnanswered ? unansweredError : crashError(death);
      this.#settle({ status: "error", error, assigned: [], lost: true });
    } else if (death.hadCells) {
      this.#unseenDeath = death;
      this.#emit({ type: "error", error: betweenCellsError(death) }, this.#lastId);
    }
  }
}
