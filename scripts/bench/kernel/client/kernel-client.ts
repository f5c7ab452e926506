import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Connection, freshConnection } from "./connection.ts";
import { decodeMessage, encodeRequest, type JsonObject, type Message, textOf } from "./message.ts";
import { processTree } from "./processes.ts";
import { openSockets, type Sockets } from "./sockets.ts";
import { within } from "./within.ts";

/** How a kernel is started and interrupted, as its kernelspec says. */
export interface KernelCommand {
  readonly name: string;
  /** `{connection_file}` stands for the path of the connection file. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly interruptMode: "signal" | "message";
}

/** A cell's answer: what its request brought, in order, until both its reply and its idle status had come. */
export interface Answer {
  readonly reply: Message;
  readonly outputs: readonly Message[];
  /** From sending to the later of reply and idle, in milliseconds. */
  readonly milliseconds: number;
}

export interface ExecuteOptions {
  readonly timeout?: number;
  readonly content?: JsonObject;
}

/**
 * A kernel and the one client that talks to it: the same for every kernel that is measured, so that its own cost is
 * equal for all. It holds nothing back: sockets reconnect every few milliseconds, and output is not thrown away.
 */
export class KernelClient {
  readonly process: ChildProcess;
  /** When the process was started, in milliseconds of `performance.now()`. */
  readonly startedAt = performance.now();
  private readyAt = Number.NaN;
  private readonly connection: Connection;
  private readonly sockets: Sockets;
  private readonly session = randomUUID();
  private readonly listeners = new Set<(message: Message, channel: Channel) => void>();
  private readonly file: string;

  private constructor(process: ChildProcess, connection: Connection, sockets: Sockets, file: string) {
    this.process = process;
    this.connection = connection;
    this.sockets = sockets;
    this.file = file;
  }

  /**
   * Starts a kernel in a folder and waits until it answers and its outputs arrive.
   *
   * @throws Error when it has not answered within the time, with the end of what it printed
   */
  static async start(command: KernelCommand, folder: string, timeout = 30_000): Promise<KernelClient> {
    const connection = await freshConnection(command.name);
    const file = join(folder, `connection-${randomUUID()}.json`);
    writeFileSync(file, JSON.stringify(connection));
    const [program = "", ...args] = command.argv.map((argument) => argument.replace("{connection_file}", file));
    const sockets = openSockets(connection);
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, ...command.env, JPY_PARENT_PID: String(process.pid) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const pipe of [child.stdout, child.stderr]) {
      pipe?.on("data", (chunk) => {
        printed = (printed + chunk).slice(-4000);
      });
    }
    const gone = new Promise<never>((_, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => reject(new Error(`it ended with ${signal ?? code}`)));
    });
    gone.catch(() => undefined);
    const client = new KernelClient(child, connection, sockets, file);
    client.receive();
    try {
      await within(timeout, Promise.race([client.untilItAnswers(), gone]));
      client.readyAt = performance.now();
      await within(timeout, Promise.race([client.untilOutputsArrive(), gone]));
      return client;
    } catch (error) {
      await client.close();
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`Cannot start the kernel ${command.name}: ${reason}\n${printed}`);
    }
  }

  /** From starting the process to the first reply, in milliseconds. */
  get readyAfter(): number {
    return this.readyAt - this.startedAt;
  }

  /** Whether the process is still there. */
  get alive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Sends a request and resolves to its reply. */
  request(
    type: string,
    content: JsonObject,
    { channel = "shell", timeout = 30_000, header = {} }: RequestOptions = {},
  ): Promise<Message> {
    const { id, reply } = this.send(type, content, { channel, header });
    return within(timeout, reply, `no reply to ${type} (${id})`);
  }

  /** Runs a cell; resolves when its reply and its idle status are there. */
  execute(code: string, options: ExecuteOptions = {}): Promise<Answer> {
    return this.begin(code, options).answer;
  }

  /** Runs a cell and tells of it while it runs. */
  begin(code: string, { timeout = 60_000, content = {} }: ExecuteOptions = {}): RunningCell {
    const outputs: Message[] = [];
    let reply: Message | undefined;
    let settle: (answer: Answer) => void;
    const done = new Promise<Answer>((resolve) => {
      settle = resolve;
    });
    const sent = performance.now();
    let idle = false;
    const id = this.sendOnly(
      "execute_request",
      {
        code,
        silent: false,
        store_history: true,
        user_expressions: {},
        allow_stdin: false,
        stop_on_error: true,
        ...content,
      },
      "shell",
      {},
    );
    const listen = (message: Message, channel: Channel) => {
      if (message.parent !== id) return;
      if (channel === "iopub") {
        if (message.type !== "status") outputs.push(message);
        else if (message.content.execution_state === "idle") idle = true;
      } else if (message.type === "execute_reply") reply = message;
      if (idle && reply !== undefined) {
        this.listeners.delete(listen);
        settle({ reply, outputs, milliseconds: message.at - sent });
      }
    };
    this.listeners.add(listen);
    const answer = within(timeout, done, "no answer to a cell").finally(() => this.listeners.delete(listen));
    return { id, outputs, answer };
  }

  /** Interrupts as the kernelspec asks: by a message on the control channel, or by a signal. */
  interrupt(mode: KernelCommand["interruptMode"]): void {
    if (mode === "message") this.sendOnly("interrupt_request", {}, "control", {});
    else this.process.kill("SIGINT");
  }

  /** Ends the kernel and all its processes, without waiting for it to be willing. */
  async close(): Promise<void> {
    const { pid } = this.process;
    const ended =
      this.alive && pid !== undefined ? new Promise((resolve) => this.process.once("exit", resolve)) : undefined;
    for (const id of pid === undefined ? [] : processTree(pid)) {
      try {
        process.kill(id, "SIGKILL");
      } catch {
        // It is gone already.
      }
    }
    await ended;
    for (const socket of Object.values(this.sockets)) socket.close();
    rmSync(this.file, { force: true });
  }

  private send(type: string, content: JsonObject, { channel, header }: { channel: Asked; header: JsonObject }) {
    const id = this.sendOnly(type, content, channel, header);
    const reply = new Promise<Message>((resolve) => {
      const listen = (message: Message, from: Channel) => {
        if (from !== channel || message.parent !== id) return;
        this.listeners.delete(listen);
        resolve(message);
      };
      this.listeners.add(listen);
    });
    return { id, reply };
  }

  private sendOnly(type: string, content: JsonObject, channel: Asked, header: JsonObject): string {
    const { id, frames } = encodeRequest(type, content, { key: this.connection.key, session: this.session, header });
    // Requests to a kernel that has died are never sent; that is no error of ours.
    this.sockets[channel].send(frames).catch(() => undefined);
    return id;
  }

  private receive(): void {
    for (const channel of ["shell", "control", "iopub"] as const) {
      void (async () => {
        for await (const frames of this.sockets[channel]) {
          const message = decodeMessage(frames, this.connection.key);
          for (const listener of [...this.listeners]) listener(message, channel);
        }
      })();
    }
  }

  /** Asks again each second, as jupyter_client does: tslab loses a request that comes while it opens its sockets. */
  private async untilItAnswers(): Promise<void> {
    let answered = false;
    const first: Promise<Message>[] = [];
    while (!answered) {
      first.push(this.send("kernel_info_request", {}, { channel: "shell", header: {} }).reply);
      const pause = new Promise<undefined>((resolve) => setTimeout(resolve, 1000));
      answered = (await Promise.race([...first, pause])) !== undefined;
    }
  }

  /** A subscription takes a moment to reach the kernel; until then its outputs are lost. */
  private async untilOutputsArrive(): Promise<void> {
    for (;;) {
      const parents = new Set<string>();
      const listen = (message: Message, channel: Channel) => {
        if (channel === "iopub") parents.add(message.parent);
      };
      this.listeners.add(listen);
      const { id, reply } = this.send("kernel_info_request", {}, { channel: "shell", header: {} });
      await reply;
      await new Promise((resolve) => setTimeout(resolve, 20));
      this.listeners.delete(listen);
      if (parents.has(id)) return;
    }
  }
}

export interface RunningCell {
  readonly id: string;
  /** Grows as outputs arrive. */
  readonly outputs: readonly Message[];
  readonly answer: Promise<Answer>;
}

type Asked = "shell" | "control";
type Channel = Asked | "iopub";

interface RequestOptions {
  readonly channel?: Asked;
  readonly timeout?: number;
  readonly header?: JsonObject;
}

/** The text that a cell wrote to a stream. */
export function streamText(outputs: readonly Message[], name = "stdout"): string {
  return outputs
    .filter((output) => output.type === "stream" && output.content.name === name)
    .map((output) => textOf(output.content.text))
    .join("");
}
