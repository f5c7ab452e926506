import timers from "node:timers";
import { bindToRun, currentRun } from "./run.ts";

/**
 * Keeps timers of an interrupted cell from going on: the callback of `setTimeout`, `setInterval` or `setImmediate` is
 * left out where its cell was interrupted.
 */
export function stopTimersOfInterruptedCells(): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
    const original = timers[name] as (...args: unknown[]) => unknown;
    const wrapped = (callback: unknown, ...rest: unknown[]): unknown => {
      if (typeof callback !== "function") return original(callback, ...rest);
      const guarded = bindToRun((...args: unknown[]) => {
        if (currentRun()?.isInterrupted !== true) return callback(...args);
        if (name === "setInterval") clearInterval(handle as NodeJS.Timeout);
      });
      const handle = original(guarded, ...rest);
      return handle;
    };
    // `promisify(setTimeout)` and the like are the timers' own.
    const value = Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: true });
  }
}
