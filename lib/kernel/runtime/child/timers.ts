import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { enter } from "./barrier.ts";
import { bindToRun, currentRun, unlessStopped } from "./run.ts";

type Callback = (...args: unknown[]) => unknown;
type Start = (callback: Callback, ...rest: unknown[]) => unknown;

const setImmediate = timers.setImmediate as unknown as (callback: Callback, ...args: unknown[]) => Immediate;

/** What Node keeps in an immediate, in all its versions so far: its place in the queue. */
interface Immediate {
  readonly _idlePrev?: Immediate | null;
  readonly _idleNext?: Immediate | null;
}

/**
 * Keeps what an interrupted cell has started with timers from going on: callbacks of `setTimeout`, `setInterval` and
 * `setImmediate` are left out, and promises of `node:timers/promises` do not settle.
 */
export function stopTimersOfStoppedRuns(): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
    const original = timers[name] as Start;
    const wrapped = name === "setImmediate" ? startImmediate : guarded(original);
    // Among them is what `promisify` makes of it, which is looked up in node:timers/promises.
    const value = Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
    define(globalThis, name, value, true);
    define(timers, name, value, true);
  }
  for (const name of ["setTimeout", "setImmediate"] as const) {
    define(timersPromises, name, parked(timersPromises[name] as Callback), true);
  }
  syncBuiltinESMExports();
}

/**
 * `setImmediate` as cells have it. Node takes the whole queue of immediates out to work through it; were V8 to end the
 * code of one among others, Node would trip over that one for ever, so that it needs a barrier.
 */
export function startImmediate(callback: Callback, ...args: unknown[]): unknown {
  if (typeof callback !== "function") return setImmediate(callback, ...args);
  const run = currentRun();
  const start = bindToRun(() => {
    if (run?.isStopped === true) return;
    const isAlone = !immediate._idlePrev && !immediate._idleNext;
    if (isAlone) callback(...args);
    else enter(() => callback(...args));
  });
  const immediate = setImmediate(start);
  return immediate;
}

function guarded(original: Start): Start {
  return (callback, ...rest) => {
    const run = currentRun();
    if (typeof callback !== "function" || run === undefined) return original(callback, ...rest);
    const start = bindToRun((...args: unknown[]) => {
      if (!run.isStopped) return callback(...args);
      clearInterval(timer as NodeJS.Timeout);
    });
    const timer = original(start, ...rest);
    return timer;
  };
}

function parked(original: Callback): Callback {
  return (...args) => unlessStopped(original(...args) as Promise<unknown>);
}

function define(target: object, name: PropertyKey, value: unknown, enumerable = false): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable });
}
