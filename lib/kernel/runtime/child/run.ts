import { createRunContext } from "./run-context.ts";

/** One execution of a cell, known to everything that the cell starts: its timers and promises, also after its end. */
export interface Run {
  readonly number: number;
  /** The `msg_id` of its request. */
  readonly id: string;
  readonly allowInput: boolean;
  /** The names that it has assigned. */
  readonly assigned: Set<string>;
  /** Code that stops by itself when it is interrupted. */
  readonly listeners: Set<AbortController>;
  /** How many imports are under way. */
  loading: number;
  /** Whether its listeners were told to stop. */
  isTold: boolean;
  /** Whether its code has come to its end. */
  isSettled: boolean;
  /** Whether it was ended before it came to its end: what it has started does not go on. */
  isStopped: boolean;
  /** Whether its outcome is settled. */
  isOver: boolean;
}

export function makeRun(number: number, id: string, allowInput: boolean): Run {
  return {
    number,
    id,
    allowInput,
    assigned: new Set(),
    listeners: new Set(),
    loading: 0,
    isTold: false,
    isSettled: false,
    isStopped: false,
    isOver: false,
  };
}

const context = createRunContext<Run>();

/** The run that the code that executes now belongs to; undefined for what no cell has started. */
export const currentRun = (): Run | undefined => context.current();
/** Calls a function as part of a run. */
export const within = <Result>(run: Run, work: () => Result): Result => context.within(run, work);
/** Makes a timer's callback part of the run that sets the timer. */
export const bindToRun: typeof context.bind = (callback) => context.bind(callback);

/** A promise that never settles. Code of a stopped run that waits for it does not go on, and takes no memory. */
export function forever(): Promise<never> {
  return new Promise(() => {});
}

/** Hands a promise on, but leaves code of a run that was stopped meanwhile waiting. */
export function unlessStopped<Value>(promise: Promise<Value>): Promise<Value> {
  const run = currentRun();
  if (run === undefined) return promise;
  return new Promise((resolve, reject) => {
    promise.then(
      (value) => run.isStopped || resolve(value),
      (error) => run.isStopped || reject(error),
    );
  });
}
