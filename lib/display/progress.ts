import { randomUUID } from "node:crypto";
import type { MimeBundle } from "./bundle.ts";
import { escapeHtml } from "./escape-html.ts";
import type { Screen } from "./kernel.ts";
import { runningScreen } from "./kernel.ts";
import type { ProgressState } from "./progress-view.ts";
import { finishedText, progressHtml, progressText } from "./progress-view.ts";

/** What a progress bar counts. */
export interface ProgressOptions {
  /** How many units there are to do. */
  total: number;
  /** What is being done, in a word or two: `"Training"`. */
  label: string;
  /** The units, in the plural. Default: `"steps"`. */
  unit?: string;
  /** How many are done already: a speed counts from there. Default: 0. */
  done?: number;
}

/** A progress bar that is on the screen. */
export interface Progress {
  /**
   * Says how many units are done, and how things stand: `update(120, { loss: 2.3 })`. It may be called at every step;
   * the screen follows about ten times a second.
   *
   * @throws RangeError if `done` is not between 0 and the total.
   */
  update(done: number, values?: Readonly<Record<string, number>>): void;
  /**
   * Replaces the bar by one quiet line: the message, or else the amount, the time and the last values. Only the first
   * call counts, so that it can stand in a `finally`.
   */
  finish(message?: string): void;
}

/** Where a progress bar finds its clock and its screen. Tests bring their own. */
export interface ProgressSurroundings {
  /** Milliseconds since some moment. */
  now(): number;
  /** The kernel's screen, if there is one. */
  screen: Screen | undefined;
  /** Where there is no kernel: the terminal, if somebody watches it. */
  terminal: { write(text: string): unknown } | undefined;
}

const redrawMilliseconds = 100;

/** Speed is taken over so many redraws: long enough to be calm, short enough to forget a slow first step. */
const remembered = 30;

/**
 * Shows a progress bar: one output that is updated in place, with what is done, the values (a loss), the speed and the
 * time left. Outside a kernel it is a line on standard error if that is a terminal, and nothing otherwise.
 *
 * @throws RangeError if the total is not a whole number from 0 up.
 *
 * @example
 * const bar = progress({ total: 500, label: "Training" });
 * for (let step = 1; step <= 500; step++) {
 *   bar.update(step, { loss: train() });
 * }
 * bar.finish();
 */
export function progress(options: ProgressOptions): Progress {
  return progressOn(
    {
      now: () => performance.now(),
      screen: runningScreen(),
      terminal: process.stderr.isTTY ? process.stderr : undefined,
    },
    options,
  );
}

/** Shows a progress bar in given surroundings; `progress` is this one in the real ones. */
export function progressOn(
  { now, screen, terminal }: ProgressSurroundings,
  { total, label, unit = "steps", done: doneBefore = 0 }: ProgressOptions,
): Progress {
  if (!Number.isInteger(total) || total < 0) {
    throw new RangeError(`Cannot show progress towards ${total}: the total must be a whole number from 0 up`);
  }
  const displayId = randomUUID();
  const start = now();
  const history: { time: number; done: number }[] = [];
  let done = doneBefore;
  let values: Readonly<Record<string, number>> = {};
  let finished = false;

  function state(time: number): ProgressState {
    const known = { label, unit, done, total, values, elapsed: time - start };
    const first = history[0];
    return first && time > first.time ? { ...known, speed: (1000 * (done - first.done)) / (time - first.time) } : known;
  }

  function draw(time: number): void {
    const current = state(time);
    const bundle = bundleOf(progressText(current), progressHtml(current));
    if (history.length === 0) {
      screen?.display(bundle, displayId);
    } else {
      screen?.update(bundle, displayId);
    }
    if (screen === undefined) {
      terminal?.write(`\r${progressText(current)}\u001b[K`);
    }
    history.push({ time, done });
    if (history.length > remembered) {
      history.shift();
    }
  }

  draw(start);
  return {
    update(nowDone, nowValues = values) {
      if (!(nowDone >= 0 && nowDone <= total)) {
        throw new RangeError(`Cannot report ${nowDone} ${unit} as done: "${label}" counts from 0 to ${total}`);
      }
      if (finished) {
        throw new Error(`Cannot update "${label}": this progress bar is finished; start another one`);
      }
      done = nowDone;
      values = nowValues;
      const time = now();
      if (time - (history.at(-1)?.time ?? start) >= redrawMilliseconds) {
        draw(time);
      }
    },
    finish(message) {
      if (finished) {
        return;
      }
      finished = true;
      const text = finishedText(state(now()), message);
      screen?.update(bundleOf(text, `<div>${escapeHtml(text)}</div>`), displayId);
      if (screen === undefined) {
        terminal?.write(`\r${text}\u001b[K\n`);
      }
    },
  };
}

function bundleOf(text: string, html: string): MimeBundle {
  return { data: { "text/plain": text, "text/html": html }, metadata: {} };
}
