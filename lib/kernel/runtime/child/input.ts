import { readSync } from "node:fs";
import { type InputAnswer, pipes } from "../child-messages.ts";
import { reportEvent } from "./report.ts";
import { currentRun } from "./run.ts";

/** Thrown where an interrupt ends a question. */
export class KeyboardInterrupt extends Error {
  constructor() {
    super("the cell was interrupted");
    this.name = "KeyboardInterrupt";
  }
}

let questions = 0;
let unread = "";

/**
 * Asks the person at the front end and waits for the answer; nothing else of this process goes on meanwhile.
 *
 * @throws Error where nobody can be asked: the cell runs without a person, or has ended
 */
export function askPerson(prompt: string, { password = false } = {}): string {
  const run = currentRun();
  if (run === undefined || run.isOver) {
    throw new Error("Cannot ask for input: the cell that asks has ended; ask while it runs");
  }
  if (!run.allowInput) {
    throw new Error(
      "Cannot ask for input: nobody is there to answer; run the notebook in JupyterLab, or set the value",
    );
  }
  questions += 1;
  reportEvent({ type: "input", prompt, password, question: questions });
  for (;;) {
    const answer = readAnswer();
    // The answer to an earlier question that was interrupted may still lie in the pipe.
    if (answer.question !== questions) continue;
    if ("interrupted" in answer) {
      run.isInterrupted = true;
      throw new KeyboardInterrupt();
    }
    return answer.text;
  }
}

function readAnswer(): InputAnswer {
  const buffer = Buffer.alloc(65536);
  const chunks: Buffer[] = [];
  while (!unread.includes("\n")) {
    const length = readSync(pipes.input, buffer);
    if (length === 0) throw new Error("Cannot ask for input: the kernel has ended");
    chunks.push(Buffer.from(buffer.subarray(0, length)));
    if (buffer.subarray(0, length).includes(10)) unread += Buffer.concat(chunks.splice(0)).toString();
  }
  const end = unread.indexOf("\n");
  const line = unread.slice(0, end);
  unread = unread.slice(end + 1);
  return JSON.parse(line);
}

/** Gives cells the functions by which a page in a browser asks. */
export function defineQuestions(): void {
  const functions = {
    prompt(message: unknown = "", preset?: unknown): string {
      const hint = preset === undefined ? "" : ` (${preset})`;
      const answer = askPerson(`${message}${hint}`);
      return answer === "" && preset !== undefined ? String(preset) : answer;
    },
    confirm(message: unknown = "Continue?"): boolean {
      return /^(y|yes|ok|true|1)$/i.test(askPerson(`${message} [y/n]`).trim());
    },
    alert(message: unknown = ""): void {
      askPerson(`${message} [Enter]`);
    },
  };
  for (const [name, value] of Object.entries(functions)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  }
}
