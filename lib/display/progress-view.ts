import { escapeHtml } from "./escape-html.ts";

/** What a progress bar knows at one moment. Times are in milliseconds. */
export interface ProgressState {
  readonly label: string;
  readonly unit: string;
  readonly done: number;
  readonly total: number;
  readonly values: Readonly<Record<string, number>>;
  readonly elapsed: number;
  /** Units per second lately, once it is known. */
  readonly speed?: number;
}

const barWidth = 20;

/** Writes a progress bar as one line of text: `Training ████░░░░ 250/500 steps, loss 2.304, 85.12 steps/s, 2.9 s left`. */
export function progressText(state: ProgressState): string {
  const filled = Math.floor(barWidth * fraction(state));
  const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
  return `${state.label} ${bar} ${facts(state)}`;
}

/** Writes a progress bar as an HTML element that screen readers announce by its label. It needs no script. */
export function progressHtml(state: ProgressState): string {
  const label = escapeHtml(state.label);
  const bar = `<progress value="${state.total === 0 ? 1 : state.done}" max="${state.total || 1}"></progress>`;
  return `<div><label>${label} ${bar}</label> ${escapeHtml(facts(state))}</div>`;
}

/** Writes what is left to say when the work is over: `Training: 500 steps in 12 s, loss 1.021`. */
export function finishedText(state: ProgressState, message?: string): string {
  if (message !== undefined) {
    return `${state.label}: ${message}`;
  }
  const amount = state.done === state.total ? `${state.total}` : `stopped after ${state.done} of ${state.total}`;
  return `${state.label}: ${[`${amount} ${state.unit} in ${duration(state.elapsed)}`, ...values(state)].join(", ")}`;
}

/**
 * Writes a time in milliseconds in the units in which one thinks of it: `0.4 s`, `12 s`, `2 min 05 s`, `1 h 10 min`.
 */
export function duration(milliseconds: number): string {
  if (milliseconds < 9_950) {
    return `${(milliseconds / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  }
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

function facts(state: ProgressState): string {
  const { done, total, unit, speed } = state;
  const parts = [`${done}/${total} ${unit}`, ...values(state)];
  if (speed !== undefined && speed > 0) {
    parts.push(`${significant(speed, 3)} ${unit}/s`);
    if (done < total) {
      parts.push(`${duration((1000 * (total - done)) / speed)} left`);
    }
  }
  return parts.join(", ");
}

function fraction({ done, total }: ProgressState): number {
  return total === 0 ? 1 : done / total;
}

function values(state: ProgressState): string[] {
  return Object.entries(state.values).map(([name, value]) => `${name} ${significant(value, 4)}`);
}

/** Significant digits, since a loss of 0.0123 and one of 10.23 share a place. Whole numbers stay whole. */
function significant(value: number, digits: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 10 ** digits ? value.toFixed(0) : value.toPrecision(digits);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
