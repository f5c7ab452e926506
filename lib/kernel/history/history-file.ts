import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { ContentReader, isObject } from "../wire/json.ts";

/** A line of the file: the start of a session, an input, or the output of an input. */
export type HistoryRecord =
  | { readonly session: string; readonly number: number }
  | { readonly session: string; readonly line: number; readonly input: string }
  | { readonly session: string; readonly line: number; readonly output: string };

/** A file longer than this loses its older half when the next session starts. */
const longest = 4_000_000;

/**
 * Adds a record to the file in one write, so that the records of several kernels never mix.
 *
 * Another kernel may put a shortened file in the place of this one in that very moment; then the record is written again.
 */
export function appendRecord(path: string, record: HistoryRecord): void {
  for (let attempt = 0; attempt < 3; attempt++) {
    const file = openSync(path, "a", 0o600);
    try {
      writeSync(file, `${JSON.stringify(record)}\n`);
      if (fstatSync(file).ino === statSync(path, { throwIfNoEntry: false })?.ino) {
        return;
      }
    } finally {
      closeSync(file);
    }
  }
}

/** Reads all records. Lines that are no record, such as one that a full disk has cut short, are passed over. */
export function readRecords(path: string): HistoryRecord[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => parseRecord(line) ?? []);
}

/** Makes the folder of the file, and drops the older half of a file that has become long. */
export function prepareFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > longest) {
    shorten(path);
  }
}

function shorten(path: string): void {
  const records = readRecords(path);
  const numbers = new Map(records.flatMap((record) => ("number" in record ? [[record.session, record.number]] : [])));
  const lines: string[] = [];
  let size = 0;
  for (const record of records.filter((each) => !("number" in each)).reverse()) {
    const line = JSON.stringify(record);
    size += line.length;
    if (size > longest / 2) {
      break;
    }
    lines.push(line);
  }
  const kept = lines.reverse();
  // A session whose start is gone gets it back, so that it keeps its number.
  const sessions = new Set(kept.map((line): string => JSON.parse(line).session));
  const starts = [...numbers].filter(([session]) => sessions.has(session));
  const temporary = `${path}.${process.pid}`;
  const file = openSync(temporary, "w", 0o600);
  try {
    const head = starts.map(([session, number]) => JSON.stringify({ session, number }));
    writeSync(file, `${[...head, ...kept].join("\n")}\n`);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

function parseRecord(line: string): HistoryRecord | undefined {
  try {
    const content: unknown = JSON.parse(line);
    if (!isObject(content)) {
      return undefined;
    }
    const record = new ContentReader("record", content);
    const session = record.text("session");
    if (record.has("number")) {
      return { session, number: record.integer("number") };
    }
    const at = { session, line: record.integer("line") };
    return record.has("input") ? { ...at, input: record.text("input") } : { ...at, output: record.text("output") };
  } catch {
    return undefined;
  }
}
