import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { contextFramesFlag } from "./child/run-context.ts";
import { type ChildReport, type ChildRequest, type InputAnswer, pipes } from "./child-messages.ts";
import type { Death } from "./crash-error.ts";
import { LineReader } from "./line-reader.ts";
import type { CellOutcome, RuntimeEvent } from "./runtime.ts";

/** What a child tells about itself. Where a handler returns a promise, no more is read before that settles. */
export interface ChildHandlers {
  event(event: RuntimeEvent, id: string | undefined): Promise<void> | undefined;
  /** What child processes and native libraries have printed on file descriptor 1. */
  printed(text: string): Promise<void> | undefined;
  outcome(run: number, outcome: CellOutcome): void;
  died(death: Death): void;
}

export interface ChildOptions {
  /** The notebook's folder: where the process runs, and where its imports start. */
  readonly folder: string;
  /** The checkout of llmlab. */
  readonly packageRoot: string;
  readonly log: (line: string) => void;
  readonly handlers: ChildHandlers;
}

/** So many characters of what the process last printed on file descriptor 2 are kept, to tell why it died. */
const lastWordsLength = 8000;
/** So many milliseconds pipes get to give what is in them when the process is dead, and a process to end by itself. */
const drainTime = 300;
const farewell = 700;

const program = fileURLToPath(new URL("./child/main.js", import.meta.url));

/** One process that runs cells, from its start to its death. */
export class RuntimeChild {
  readonly #options: ChildOptions;
  readonly #process: ChildProcess;
  #lastWords = "";
  #wasReady = false;
  #hadCells = false;
  #exitCode: number | undefined;
  /** How the process died; undefined while it lives. */
  death: Death | undefined;

  constructor(options: ChildOptions) {
    this.#options = options;
    const { folder, packageRoot, log } = options;
    const pipe = "pipe" as const;
    this.#process = spawn(process.execPath, [...flags(), program, folder, packageRoot], {
      cwd: folder,
      stdio: ["ignore", pipe, pipe, pipe, pipe, pipe],
    });
    for (const stream of this.#process.stdio) {
      stream?.on("error", (error) => log(`a pipe to the runtime: ${error.message}`));
    }
    this.#readReports();
    this.#readPrinted();
    this.#watch();
  }

  ask(request: ChildRequest): void {
    this.#hadCells ||= request.type === "run";
    this.#write(pipes.requests, request);
  }

  answer(answer: InputAnswer): void {
    this.#write(pipes.input, answer);
  }

  /** Ends the process: by itself where it can, so that what it has begun is ended too. */
  async close(): Promise<void> {
    const child = this.#process;
    if (this.death !== undefined || child.pid === undefined) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    (child.stdio[pipes.requests] as Writable).end();
    const timer = setTimeout(() => child.kill("SIGKILL"), farewell);
    await ended;
    clearTimeout(timer);
  }

  #readReports(): void {
    const stream = this.#process.stdio[pipes.reports] as Readable;
    let waiting: Promise<unknown>[] = [];
    const lines = new LineReader((line) => {
      const wait = this.#onReport(line);
      if (wait !== undefined) waiting.push(wait);
    });
    stream.on("data", (chunk: Buffer) => {
      lines.read(chunk);
      pauseFor(stream, waiting);
      waiting = [];
    });
  }

  #onReport(line: string): Promise<void> | undefined {
    const { handlers, log } = this.#options;
    const message = parse(line);
    switch (message?.type) {
      case "event":
        return handlers.event(message.event, message.id);
      case "outcome":
        this.#afterPrinted(() => handlers.outcome(message.run, message.outcome));
        break;
      case "ready":
        this.#wasReady = true;
        break;
      case "exit":
        this.#exitCode = message.code;
        break;
      default:
        log(`a report of the runtime was cut off: ${line.slice(0, 200)}`);
    }
    return undefined;
  }

  /** Waits for what was printed before: it lies in another pipe, which is read in this turn or in the next. */
  #afterPrinted(work: () => void): void {
    setImmediate(() => setImmediate(work));
  }

  #readPrinted(): void {
    const { stdout, stderr } = this.#process;
    const { handlers, log } = this.#options;
    stdout?.setEncoding("utf8").on("data", (text: string) => {
      const wait = handlers.printed(text);
      if (wait !== undefined) pauseFor(stdout, [wait]);
    });
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-lastWordsLength);
      for (const line of text.trimEnd().split("\n")) log(`runtime: ${line}`);
    });
  }

  #watch(): void {
    const child = this.#process;
    const isOver = (how: string) => {
      if (this.death !== undefined) return;
      this.death = {
        how,
        exitCode: this.#exitCode,
        lastWords: this.#lastWords,
        wasReady: this.#wasReady,
        hadCells: this.#hadCells,
      };
      this.#options.log(`the runtime ended: ${how}`);
      this.#options.handlers.died(this.death);
    };
    child.on("error", (error) => isOver(error.message));
    child.on("exit", (code, signal) => {
      const how = signal ?? `exit code ${code}`;
      // What the process has told is still in the pipes. Processes that it has started may hold them open.
      const ends = [child.stdio[pipes.reports], child.stderr].map((stream) => ended(stream as Readable));
      void Promise.race([Promise.all(ends), new Promise((resolve) => setTimeout(resolve, drainTime))]).then(() =>
        this.#afterPrinted(() => isOver(how)),
      );
    });
  }

  #write(pipe: number, message: ChildRequest | InputAnswer): void {
    // A line that the child has not read to its end, because it was interrupted, is ended by the newline in front.
    const stream = this.#process.stdio[pipe] as Writable;
    if (!stream.destroyed) stream.write(`\n${JSON.stringify(message)}\n`);
  }
}

/** Without the first flag Node up to 22 aborts at an interrupt in a timer; the second keeps its log short. */
function flags(): string[] {
  const wanted = ["--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning"];
  return process.allowedNodeEnvironmentFlags.has(contextFramesFlag) ? [...wanted, contextFramesFlag] : wanted;
}

function pauseFor(stream: Readable, waiting: readonly Promise<unknown>[]): void {
  if (waiting.length === 0) return;
  stream.pause();
  void Promise.allSettled(waiting).then(() => stream.resume());
}

function ended(stream: Readable): Promise<unknown> {
  return stream.readableEnded || stream.destroyed
    ? Promise.resolve()
    : new Promise((resolve) => stream.once("close", resolve));
}

function parse(line: string): ChildReport | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
