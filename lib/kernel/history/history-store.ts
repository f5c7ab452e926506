import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Log } from "../log.ts";
import { userFolder } from "../user-folder.ts";
import type { HistoryQuery, HistoryTuple } from "../wire/history.ts";
import { globPattern } from "./glob.ts";
import { appendRecord, type HistoryRecord, prepareFile, readRecords } from "./history-file.ts";

/** An input with its output, if it had one. */
interface HistoryEntry {
  readonly session: number;
  readonly line: number;
  readonly input: string;
  output: string | null;
}

/** So many characters of an output are kept. */
const longestOutput = 10_000;

/** Where the history is: what `LLMLAB_KERNEL_HISTORY` says, or `history.jsonl` in the kernel's folder of the user. */
export function historyPath(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return environment.LLMLAB_KERNEL_HISTORY || join(userFolder(environment), "history.jsonl");
}

/** The inputs of this session and of those before it, shared by all kernels of the user. */
export class HistoryStore {
  readonly #path: string;
  readonly #log: Log;
  readonly #session = randomUUID();
  #started = false;
  #broken = false;

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  /** Begins the session in the file. The first input does so too, and then has to wait for it. */
  open(): void {
    this.#try(() => this.#start());
  }

  /** Keeps the input of an execution. */
  addInput(line: number, input: string): void {
    this.#append({ session: this.#session, line, input });
  }

  /** Keeps the plain text of an execution's result. */
  addOutput(line: number, output: string): void {
    this.#append({ session: this.#session, line, output: output.slice(0, longestOutput) });
  }

  /** Finds entries, the oldest first. */
  find(query: HistoryQuery): HistoryTuple[] {
    const { entries, current } = this.#read();
    return selected(entries, current, query).map(({ session, line, input, output }) => [
      session,
      line,
      query.output ? [input, output] : input,
    ]);
  }

  #append(record: HistoryRecord): void {
    this.#try(() => {
      this.#start();
      appendRecord(this.#path, record);
    });
  }

  /** Does something to the file. A full disk or a folder that cannot be written must not keep cells from running. */
  #try(action: () => void): void {
    if (this.#broken) {
      return;
    }
    try {
      action();
    } catch (error) {
      this.#broken = true;
      this.#log(`history: cannot write: ${error}`);
    }
  }

  #start(): void {
    if (!this.#started) {
      this.#started = true;
      prepareFile(this.#path);
      const numbers = sessionNumbers(readRecords(this.#path));
      appendRecord(this.#path, { session: this.#session, number: Math.max(0, ...numbers.values()) + 1 });
    }
  }

  #read(): { entries: HistoryEntry[]; current: number } {
    const records = readRecords(this.#path);
    const numbers = sessionNumbers(records);
    const entries = new Map<string, HistoryEntry>();
    for (const record of records) {
      const session = numbers.get(record.session);
      if (session === undefined || "number" in record) {
        continue;
      }
      const key = `${record.session} ${record.line}`;
      if ("input" in record) {
        entries.set(key, { session, line: record.line, input: record.input, output: null });
      } else {
        const entry = entries.get(key);
        if (entry) {
          entry.output = record.output;
        }
      }
    }
    const current = numbers.get(this.#session) ?? Math.max(0, ...numbers.values()) + 1;
    return { entries: [...entries.values()], current };
  }
}

/** The number of each session. Two that started in the same moment may claim the same; the later in the file moves up. */
function sessionNumbers(records: readonly HistoryRecord[]): Map<string, number> {
  const numbers = new Map<string, number>();
  let last = 0;
  for (const record of records) {
    if ("number" in record && !numbers.has(record.session)) {
      last = Math.max(last + 1, record.number);
      numbers.set(record.session, last);
    }
  }
  return numbers;
}

function selected(entries: readonly HistoryEntry[], current: number, query: HistoryQuery): readonly HistoryEntry[] {
  switch (query.access) {
    case "range": {
      const session = query.session <= 0 ? current + query.session : query.session;
      const stop = query.stop ?? Number.POSITIVE_INFINITY;
      return entries.filter((entry) => entry.session === session && entry.line >= query.start && entry.line < stop);
    }
    case "tail":
      return lastOf(entries, query.count);
    case "search": {
      const pattern = globPattern(query.pattern);
      const matching = entries.filter((entry) => pattern.test(entry.input));
      return lastOf(query.unique ? latestOfEach(matching) : matching, query.count);
    }
  }
}

function lastOf(entries: readonly HistoryEntry[], count: number): readonly HistoryEntry[] {
  return count <= 0 ? [] : entries.slice(-count);
}

function latestOfEach(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const latest = new Map<string, HistoryEntry>();
  for (const entry of entries) {
    latest.delete(entry.input);
    latest.set(entry.input, entry);
  }
  return [...latest.values()];
}
