import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { CompiledCell } from "../cell/cell.ts";
import { type ChildReport, type ChildRequest, type InputAnswer, pipes } from "./child-messages.ts";
import { crashError, unansweredError } from "./crash-error.ts";
import type { CellOutcome, CommMessage, ExecuteOptions, Runtime, RuntimeEventSink } from "./runtime.ts";

export interface RuntimeOptions {
  /** The notebook's folder: where the process runs, and where its imports start. */
  readonly folder: string;
  /** The checkout of llmlab. */
  readonly packageRoot: string;
  readonly sink: RuntimeEventSink;
  readonly log: (line: string) => void;
}

/** So many milliseconds an interrupted cell gets to end before its process is ended. */
const patience = 2500;
/** So much of what the process last printed on file descriptor 2 is kept, to tell why it died. */
const lastWordsLength = 4000;

/** Starts the process that runs cells. It is there at once; the first cell waits until the process is ready. */
export function startRuntime(options: RuntimeOptions): Runtime {
  return new RuntimeProcess(options);
}

interface Running {
  readonly run: number;
  readonly id: string;
  readonly settle: (outcome: CellOutcome) => void;
  question: number | undefined;
  deadline: NodeJS.Timeout | undefined;
  isUnanswered: boolean;
}

class RuntimeProcess implements Runtime {
  readonly #options: RuntimeOptions;
  #child: ChildProcess;
  #running: Running | undefined;
  #runs = 0;
  #lastWords = "";
  #isClosed = false;
  /** Whether the process died while no cell ran, which the next cell has to be told. */
  #diedIdle = false;
  #hasRun = false;

  constructor(options: RuntimeOptions) {
    this.#options = options;
    this.#child = this.#spawn();
  }

  execute(cell: CompiledCell, { id, allowInput }: ExecuteOptions): Promise<CellOutcome> {
    if (this.#diedIdle) {
      this.#diedIdle = false;
      const error = crashError(this.#lastWords, "between two cells");
      return Promise.resolve({ status: "error", error, assigned: [], lost: true });
    }
    return new Promise((resolve) => {
      this.#runs += 1;
      this.#hasRun = true;
      const run = this.#runs;
      this.#running = { run, id, settle: resolve, question: undefined, deadline: undefined, isUnanswered: false };
      this.#ask({ type: "run", run, id, allowInput, cell });
    });
  }

  interrupt(): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#write(pipes.interrupts, `${running.run}\n`);
    if (running.question !== undefined) this.#answer({ question: running.question, interrupted: true });
    running.deadline ??= setTimeout(() => {
      running.isUnanswered = true;
      this.#options.log("the cell did not end when interrupted; its process is ended");
      this.#child.kill("SIGKILL");
    }, patience);
  }

  answerInput(text: string): void {
    const question = this.#running?.question;
    if (question !== undefined) this.#answer({ question, text });
  }

  deliverComm(message: CommMessage, id: string): void {
    this.#ask({ type: "comm", message, id });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await ended;
  }

  #spawn(): ChildProcess {
    const { folder, packageRoot, log } = this.#options;
    const program = fileURLToPath(new URL("./child/main.js", import.meta.url));
    const pipe = "pipe" as const;
    const child = spawn(process.execPath, [...nodeFlags(), program, folder, packageRoot], {
      cwd: folder,
      stdio: ["ignore", pipe, pipe, pipe, pipe, pipe, pipe],
    });
    this.#hasRun = false;
    this.#lastWords = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#onPrinted(text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-lastWordsLength);
      for (const line of text.trimEnd().split("\n")) log(`runtime: ${line}`);
    });
    for (const stream of child.stdio) stream?.on("error", (error) => log(`a pipe to the runtime: ${error.message}`));
    this.#readReports(child);
    child.on("error", (error) => log(`the runtime did not start: ${error.message}`));
    // Not "exit": what the process reported before it died is still in the pipes then.
    child.on("close", (code, signal) => this.#onEnd(child, code, signal));
    return child;
  }

  #readReports(child: ChildProcess): void {
    const stream = child.stdio[pipes.reports] as Readable;
    const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on("line", (line) => {
      if (line === "") return;
      let message: ChildReport;
      try {
        message = JSON.parse(line);
      } catch {
        this.#options.log(`a report of the runtime was cut off: ${line.slice(0, 200)}`);
        return;
      }
      const wait = this.#onReport(message);
      if (wait !== undefined) {
        lines.pause();
        void wait.finally(() => lines.resume());
      }
    });
  }

  #onReport(message: ChildReport): Promise<void> | undefined {
    if (message.type === "event") {
      const { event, id } = message;
      if (event.type === "input" && this.#running !== undefined) this.#running.question = event.question;
      return this.#options.sink(event, id);
    }
    if (message.type === "outcome" && message.run === this.#running?.run) this.#settle(message.outcome);
    return undefined;
  }

  #settle(outcome: CellOutcome): void {
    const running = this.#running;
    this.#running = undefined;
    clearTimeout(running?.deadline);
    running?.settle(outcome);
  }

  /** What child processes and native libraries print on file descriptor 1 belongs to the running cell. */
  #onPrinted(text: string): void {
    void this.#options.sink({ type: "stream", name: "stdout", text }, this.#running?.id);
  }

  #onEnd(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#isClosed || child !== this.#child) return;
    this.#options.log(`the runtime ended (${signal ?? `exit code ${code}`})`);
    const running = this.#running;
    const words = this.#lastWords;
    const hadRun = this.#hasRun;
    this.#child = this.#spawn();
    if (running === undefined) {
      this.#diedIdle = hadRun;
      this.#lastWords = words;
      return;
    }
    const error = running.isUnanswered ? unansweredError : crashError(words, signal ?? `exit code ${code}`);
    this.#settle({ status: "error", error, assigned: [], lost: true });
  }

  #ask(request: ChildRequest): void {
    this.#write(pipes.requests, `${JSON.stringify(request)}\n`);
  }

  #answer(answer: InputAnswer): void {
    if (this.#running !== undefined) this.#running.question = undefined;
    this.#write(pipes.input, `${JSON.stringify(answer)}\n`);
  }

  #write(pipe: number, text: string): void {
    (this.#child.stdio[pipe] as Writable).write(text);
  }
}

function nodeFlags(): string[] {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return [
    // Without this, a timer callback that is ended by an interrupt would abort Node.
    "--no-force-async-hooks-checks",
    "--disable-warning=ExperimentalWarning",
    // See child/run.ts; from Node 24 it is how Node works.
    ...(major === 22 && minor >= 7 ? ["--experimental-async-context-frame"] : []),
  ];
}
