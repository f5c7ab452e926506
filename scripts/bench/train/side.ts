import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How to start a side: a program that answers each line on its stdin with a line, both JSON. */
export interface SideCommand {
  /** Such as `PyTorch eager`, for messages. */
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  readonly env?: NodeJS.ProcessEnv;
}

/** What a side is asked to do; see ours/serve.ts and torch/serve.py, which do it. */
export type Request = { readonly do: string } & Readonly<Record<string, unknown>>;

/** A running side. It works only while it is asked to, so that several can take turns on one machine. */
export class Side {
  readonly name: string;
  private readonly child: ChildProcess;
  private readonly answers: AsyncIterator<string>;
  private said = "";
  private readonly ended: Promise<string>;

  constructor({ name, argv: [program, ...args], env }: SideCommand) {
    this.name = name;
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: env ?? process.env });
    this.child = child;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.said = (this.said + text).slice(-2000);
    });
    // It may have ended before a request is written: its exit says so, and why.
    child.stdin.on("error", () => undefined);
    this.answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.ended = new Promise((resolve) => {
      child.on("error", (error) => resolve(`it does not start (${error.message})`));
      child.on("close", (code, signal) => resolve(`it ended with ${signal ?? code}`));
    });
  }

  /**
   * Asks for something and waits for the answer.
   *
   * @throws Error when the side says that it cannot, answers with something else than an object, or has ended
   */
  async ask(request: Request): Promise<Readonly<Record<string, unknown>>> {
    this.child.stdin?.write(`${JSON.stringify(request)}\n`);
    const { value: line, done } = await this.answers.next();
    if (done) {
      const tail = this.said.trim().split("\n").slice(-6).join("\n");
      throw new Error(`Cannot measure ${this.name}: ${await this.ended}${tail === "" ? "" : `\n${tail}`}`);
    }
    const answer = objectIn(line);
    if (answer === undefined) throw new Error(`Cannot read the answer of ${this.name}: "${line.slice(0, 100)}"`);
    if (typeof answer.error === "string") throw new Error(`Cannot measure ${this.name}: ${answer.error}`);
    return answer;
  }

  /** Asks for one number by its name in the answer. */
  async askNumber(request: Request, key: string): Promise<number> {
    return numberIn(await this.ask(request), key, this.name);
  }

  /** Asks for a list of numbers by its name in the answer. */
  async askNumbers(request: Request, key: string): Promise<number[]> {
    return numbersIn(await this.ask(request), key, this.name);
  }

  /** Lets it end. */
  async close(): Promise<void> {
    this.child.stdin?.end();
    const late = setTimeout(() => this.child.kill("SIGKILL"), 5000);
    await this.ended;
    clearTimeout(late);
  }
}

/** Reads a number out of an answer. */
export function numberIn(answer: Readonly<Record<string, unknown>>, key: string, name: string): number {
  const value = answer[key];
  if (typeof value !== "number") throw new Error(`Cannot measure ${name}: its answer has no number "${key}"`);
  return value;
}

/** Reads a list of numbers out of an answer. */
export function numbersIn(answer: Readonly<Record<string, unknown>>, key: string, name: string): number[] {
  const values: unknown = answer[key];
  if (!Array.isArray(values)) throw new Error(`Cannot measure ${name}: its answer has no list "${key}"`);
  return values.map((value: unknown) => {
    if (typeof value !== "number")
      throw new Error(`Cannot measure ${name}: "${key}" has ${JSON.stringify(value)} in it`);
    return value;
  });
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
