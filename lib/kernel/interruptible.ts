import { findHost } from "./runtime/host.ts";

/**
 * Runs work that stops by itself: an interrupt aborts the signal instead of ending the cell, and what the work returns
 * then is kept. Work that does not come back to the event loop within ten seconds, or thirty where it is in native code,
 * or that is interrupted a second time, is ended all the same. Outside a notebook the signal never aborts.
 *
 * @example
 * const done = await interruptible(async (signal) => {
 *   let rounds = 0;
 *   while (!signal.aborted) rounds += await oneRound();
 *   return rounds;
 * });
 */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const listening = findHost()?.interruptible();
  try {
    return await work(listening?.signal ?? new AbortController().signal);
  } finally {
    listening?.release();
  }
}
