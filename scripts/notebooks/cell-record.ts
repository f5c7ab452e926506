import { isRecord } from "./record.ts";

/**
 * What a run of nbconvert wrote down about its cells, in order; `cell` is the index in the notebook. `stray` is an error
 * that the cell has caused and that nothing handled: a rejected promise, a throw in a timer. It may come when the cell
 * has long been answered and nbclient no longer listens, so that the notebook does not show it.
 */
export type CellEvent =
  | { event: "started"; cell: number }
  | { event: "executed"; cell: number; status: string }
  | { event: "stopped"; cell: number; outputs: unknown }
  | { event: "stray"; cell: number; text: string };

/** The environment variable that names the file to write events to. */
export const RECORD_VARIABLE = "LLMLAB_CELL_RECORD";

/** Parses the events of a run; a line that is cut off, as by a kill, is left out. */
export function parseEvents(text: string): CellEvent[] {
  return text.split("\n").flatMap((line) => toEvent(line) ?? []);
}

function toEvent(line: string): CellEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { event, cell, status, outputs, text } = value;
  if (typeof cell !== "number") return undefined;
  if (event === "started") return { event, cell };
  if (event === "executed" && typeof status === "string") return { event, cell, status };
  if (event === "stray" && typeof text === "string") return { event, cell, text };
  return event === "stopped" ? { event, cell, outputs } : undefined;
}
