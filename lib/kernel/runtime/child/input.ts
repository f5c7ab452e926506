import fs from "node:fs";
import { type InputAnswer, pipes } from "../child-messages.ts";
import { LineReader } from "../line-reader.ts";
import { reportEvent } from "./report.ts";
import { currentRun } from "./run.ts";

const { readSync } = fs;

/** Thrown where an interrupt ends a question. */
class KeyboardInterrupt extends Error {
  override readonly name = "KeyboardInterrupt";
}

let questions = 0;

/**
 * Asks the person at the front end and waits for the answer; nothing else of this process goes on meanwhile.
 *
 * @throws Error where nobody can be asked: the notebook is run by a program, or the cell has ended
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
  const question = questions;
  reportEvent({ type: "input", prompt, password, question });
  const answer = readAnswer(question);
  if ("interrupted" in answer) throw new KeyboardInterrupt("the cell was interrupted while it asked for input");
  return answer.text;
}

/** Reads answers until that to the question comes: an earlier one may still lie in the pipe, whole or in part. */
function readAnswer(question: number): InputAnswer {
  let found: InputAnswer | undefined;
  const lines = new LineReader((line) => {
    const answer = parse(line);
    if (answer?.question === question) found = answer;
  });
  const buffer = Buffer.alloc(65536);
  while (found === undefined) {
    const length = readSync(pipes.input, buffer);
    if (length === 0) throw new Error("Cannot ask for input: the kernel has ended");
    lines.read(Buffer.from(buffer.subarray(0, length)));
  }
  return found;
}

function parse(line: string): InputAnswer | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
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
