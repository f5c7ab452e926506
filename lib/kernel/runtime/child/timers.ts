import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { currentRun, unlessStopped } from "./run.ts";

type Callback = (...args: unknown[]) => unknown;
type Start = (callback: Callback, ...rest: unknown[]) => unknown;

const { setTimeout } = timers;
const setImmediate = timers.setImmediate as unknown as (callback: Callback, ...args: unknown[]) => Immediate;
const clearImmediate = timers.clearImmediate as unknown as (immediate: Immediate) => void;

/** What Node keeps in an immediate, in all its versions so far: its place in the queue, and what it calls. */
interface Immediate {
  readonly _idleNext?: Immediate | null;
  readonly _onImmediate?: Callback | null;
  readonly _argv?: readonly unknown[];
  readonly _destroyed?: boolean;
}

/** The immediates that wait for their turn, and the one whose callback was called last. */
const waiting = new Set<Immediate>();
let latest: Immediate | undefined;

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
 * Gives immediates a second life that Node has lost: it takes their whole queue out to work through it, and when an
 * interrupt ends one of them, the others are gone but still counted, which keeps the process busy for ever.
 */
export function restoreImmediates(): void {
  const candidates = new Set(waiting);
  for (let next = latest?._idleNext; next; next = next._idleNext) candidates.add(next);
  if (candidates.size === 0) return;
  // Those that are not lost have had their turn by then.
  setTimeout(() => setTimeout(restoreLost, 1, candidates), 1);
}

function restoreLost(candidates: ReadonlySet<Immediate>): void {
  for (const immediate of candidates) {
    const { _destroyed, _onImmediate, _argv = [] } = immediate;
    waiting.delete(immediate);
    if (_destroyed !== false) continue;
    clearImmediate(immediate);
    if (_onImmediate) setImmediate(_onImmediate, ...(_argv ?? []));
  }
}

/** `setImmediate` as cells have it. */
export function startImmediate(callback: Callback, ...args: unknown[]): unknown {
  if (typeof callback !== "function") return setImmediate(callback, ...args);
  const run = currentRun();
  const immediate = setImmediate(() => {
    waiting.delete(immediate);
    latest = immediate;
    if (run?.isStopped !== true) callback(...args);
    latest = undefined;
  });
  waiting.add(immediate);
  return immediate;
}

function guarded(original: Start): Start {
  return (callback, ...rest) => {
    if (typeof callback !== "function") return original(callback, ...rest);
    const run = currentRun();
    if (run === undefined) return original(callback, ...rest);
    const timer = original(
      (...args) => {
        if (!run.isStopped) return callback(...args);
        clearInterval(timer as NodeJS.Timeout);
      },
      ...rest,
    );
    return timer;
  };
}

function parked(original: Callback): Callback {
  return (...args) => unlessStopped(original(...args) as Promise<unknown>);
}

function define(target: object, name: PropertyKey, value: unknown, enumerable = false): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable });
}
