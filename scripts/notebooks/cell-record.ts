import { isRecord } from "./record.ts";

/** What a run of nbconvert wrote down about its cells, in order; `cell` is the index in the notebook that it ran. */
export type CellEvent =
  | { event: "started"; cell: number }
  | { event: "executed"; cell: number; status: string }
  | { event: "stopped"; cell: number; outputs: unknown }
  | { event: "stray"; text: string };

/** The environment variable that names the file to write events to. */
export const RECORD_VARIABLE = "LLMLAB_CELL_RECORD";

/**
 * Runs before the first cell: writes down errors that no cell awaits (a rejected promise, a throw in a timer). They come
 * after their cell has been answered, when nbclient no longer listens, so that in the notebook they often leave no trace.
 */
export const WATCH_STRAY_ERRORS = `{
  const { process } = globalThis as any;
  const { appendFileSync } = process.getBuiltinModule("node:fs");
  const record = (error: any) => {
    const event = { event: "stray", text: String(error?.stack ?? error) };
    appendFileSync(process.env.${RECORD_VARIABLE}, JSON.stringify(event) + "\\n");
  };
  process.on("unhandledRejection", record);
  process.on("uncaughtExceptionMonitor", record);
}`;

/** Runs after the last cell: gives timers that it left behind the time to fail. */
export const WAIT_FOR_STRAY_ERRORS = "await new Promise((resolve) => setTimeout(resolve, 300));";

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
  if (event === "stray" && typeof text === "string") return { event, text };
  if (typeof cell !== "number") return undefined;
  if (event === "started") return { event, cell };
  if (event === "executed" && typeof status === "string") return { event, cell, status };
  return event === "stopped" ? { event, cell, outputs } : undefined;
}
