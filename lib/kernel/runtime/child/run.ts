import { AsyncLocalStorage } from "node:async_hooks";

/** One execution of a cell, known to everything that the cell starts: its timers and promises, also after its end. */
export interface Run {
  readonly number: number;
  /** The `msg_id` of its request. */
  readonly id: string;
  readonly allowInput: boolean;
  /** Whether it was interrupted: what it has started does not go on. */
  isInterrupted: boolean;
  isOver: boolean;
  /** Takes errors of timers and of promises that nobody awaits, while the run lasts. */
  readonly strayErrors: unknown[];
}

/** Keeps track of which run the code that executes belongs to. */
interface RunContext {
  current(): Run | undefined;
  within<Result>(run: Run, work: () => Result): Result;
  /** Makes a callback of a timer part of the run that sets the timer. */
  bind<Args extends unknown[]>(callback: (...args: Args) => unknown): (...args: Args) => unknown;
  /** Puts the context in order after V8 has ended code that was in it. */
  repair(): void;
}

/**
 * Chooses how. Where V8 keeps the contexts of promises (Node 24, and 22 with a flag that the runtime gives), every
 * callback knows its run. Before that, Node keeps them by hooks around each callback, and aborts when V8 ends code
 * between two hooks; so contexts are kept here, for timers exactly, for promises nearly: what goes on after the end of
 * its cell without a timer counts as part of the cell that ran last.
 */
const context = hasContextFrames() ? frameContext() : callbackContext();

/** The run that the code that executes now belongs to; undefined for what no cell has started. */
export const currentRun = (): Run | undefined => context.current();
/** Calls a function as part of a run. */
export const within = <Result>(run: Run, work: () => Result): Result => context.within(run, work);
export const bindToRun = <Args extends unknown[]>(callback: (...args: Args) => unknown) => context.bind(callback);
export const repairRunContext = (): void => context.repair();

function hasContextFrames(): boolean {
  const [major = 0] = process.versions.node.split(".").map(Number);
  return major >= 24 || process.execArgv.includes("--experimental-async-context-frame");
}

function frameContext(): RunContext {
  const runs = new AsyncLocalStorage<Run>();
  return {
    current: () => runs.getStore(),
    within: (run, work) => runs.run(run, work),
    bind: (callback) => callback,
    repair() {},
  };
}

function callbackContext(): RunContext {
  /** The cell that runs, or ran last. */
  let lastCell: Run | undefined;
  /** The run of the timer whose callback was called in this turn of the event loop; its promises go on before the next. */
  let ofTimer: Run | undefined;
  const { setImmediate } = globalThis;
  return {
    current: () => ofTimer ?? lastCell,
    within(run, work) {
      lastCell = run;
      ofTimer = undefined;
      return work();
    },
    bind(callback) {
      const run = ofTimer ?? lastCell;
      return (...args) => {
        if (run !== lastCell) {
          ofTimer = run;
          setImmediate(() => {
            ofTimer = undefined;
          });
        } else {
          ofTimer = undefined;
        }
        return callback(...args);
      };
    },
    repair() {
      ofTimer = undefined;
    },
  };
}
