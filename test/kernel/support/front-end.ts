import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Dealer, Request, Subscriber } from "zeromq";

/*
 * A dummy front end: it speaks the protocol with frames and signatures of its own, so that a fault in the kernel's own
 * wire code cannot hide.
 *
 *   const frontEnd = await startFrontEnd();
 *   const { reply, outputs } = await frontEnd.execute("1 + 1");
 *   await frontEnd.close();
 */

/** The members of the contents of all messages: a test reads those that its message has, and fails where they lack. */
export interface Content {
  readonly [member: string]: unknown;
  readonly status: string;
  readonly execution_state: string;
  readonly execution_count: number;
  readonly code: string;
  readonly name: string;
  readonly text: string;
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
  readonly wait: boolean;
  readonly matches: readonly string[];
  readonly history: readonly (readonly [number, number, unknown])[];
  readonly comm_id: string;
  readonly comms: Readonly<Record<string, { readonly target_name: string }>>;
  readonly user_expressions: Readonly<Record<string, Content>>;
  readonly language_info: Readonly<Record<string, string>>;
  readonly prompt: string;
  readonly password: boolean;
}

/** A message as it came, the JSON parts parsed. */
export interface Received {
  readonly channel: "shell" | "control" | "stdin" | "iopub";
  readonly topic: string;
  readonly header: { readonly msg_id: string; readonly msg_type: string; readonly session: string };
  readonly parent: { readonly msg_id?: string; readonly msg_type?: string };
  readonly metadata: Record<string, unknown>;
  readonly content: Content;
  readonly buffers: readonly Buffer[];
}

/** What came of a request: the reply, and everything published for it up to idle. */
export interface Answer {
  readonly id: string;
  readonly reply: Received;
  /** The published messages in order, without `status` and `execute_input`. */
  readonly outputs: readonly Received[];
  /** All published messages in order, from busy to idle. */
  readonly published: readonly Received[];
}

export interface FrontEndOptions {
  /** The command that starts the kernel; the path of the connection file is appended. Default: the built kernel. */
  readonly command?: readonly string[];
  /** The kernel's folder. Default: a fresh one. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The key of the signatures. Default: a random one. */
  readonly key?: string;
  /** So many published messages may wait here while the front end is paused; the kernel has to hold the others. */
  readonly room?: number;
  /** Milliseconds that each wait may take. Default: 15 s. */
  readonly patience?: number;
}

export interface ExecuteOptions {
  readonly silent?: boolean;
  readonly store_history?: boolean;
  readonly user_expressions?: Readonly<Record<string, string>>;
  readonly allow_stdin?: boolean;
  readonly stop_on_error?: boolean;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The command that starts the real kernel. */
export const kernelCommand = [process.execPath, join(root, "dist", "kernel", "main.js")];

/** The command that starts a kernel of the toy language. */
export const toyCommand = [
  process.execPath,
  "--import",
  import.meta.resolve("tsx"),
  join(root, "test", "kernel", "support", "toy-kernel.ts"),
];

/** Starts a kernel and a front end for it, and waits until the kernel has answered and nothing can be missed. */
export async function startFrontEnd(options: FrontEndOptions = {}): Promise<FrontEnd> {
  const frontEnd = await FrontEnd.launch(options);
  try {
    await frontEnd.ready();
    return frontEnd;
  } catch (error) {
    await frontEnd.close();
    throw error;
  }
}

type Test = (message: Received) => boolean;

export class FrontEnd {
  readonly process: ChildProcess;
  /** Where the kernel runs, and its log and history are. */
  readonly folder: string;
  readonly connectionFile: string;
  /** What the kernel process wrote to stderr, which a Jupyter server would put in its own log. */
  stderr = "";
  /** Everything that has arrived, in order of arrival. */
  readonly received: Received[] = [];
  /** Answers questions of cells; without it they stay open. */
  onInput: ((prompt: string, password: boolean) => string) | undefined;
  readonly session: string = randomUUID();
  readonly #key: string;
  readonly #patience: number;
  readonly #ownFolder: string;
  readonly #identity = randomUUID();
  readonly #shell: Dealer;
  readonly #control: Dealer;
  readonly #stdin: Dealer;
  readonly #iopub: Subscriber;
  readonly #heartbeat = new Request({ linger: 0 });
  readonly #waiting = new Set<() => void>();
  #reading = true;

  static async launch(options: FrontEndOptions): Promise<FrontEnd> {
    const ownFolder = await mkdtemp(join(tmpdir(), "llmlab-kernel-"));
    const [shell, control, stdin, iopub, hb] = await freePorts(5);
    const connection = {
      transport: "tcp",
      ip: "127.0.0.1",
      shell_port: shell,
      control_port: control,
      stdin_port: stdin,
      iopub_port: iopub,
      hb_port: hb,
      key: options.key ?? randomUUID(),
      signature_scheme: "hmac-sha256",
      kernel_name: "llmlab",
    };
    const file = join(ownFolder, "connection.json");
    await writeFile(file, JSON.stringify(connection));
    return new FrontEnd(options, ownFolder, file, connection);
  }

  private constructor(
    options: FrontEndOptions,
    ownFolder: string,
    connectionFile: string,
    connection: Readonly<Record<string, string | number | undefined>>,
  ) {
    this.#key = String(connection.key);
    this.#patience = options.patience ?? 15_000;
    this.#ownFolder = ownFolder;
    this.folder = options.folder ?? ownFolder;
    this.connectionFile = connectionFile;
    const [program = process.execPath, ...parameters] = options.command ?? kernelCommand;
    this.process = spawn(program, [...parameters, connectionFile], {
      cwd: this.folder,
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        ...process.env,
        LLMLAB_KERNEL_LOG: join(ownFolder, "kernel.log"),
        LLMLAB_KERNEL_HISTORY: join(ownFolder, "history.jsonl"),
        JPY_PARENT_PID: String(process.pid),
        ...options.environment,
      },
    });
    this.process.stderr?.on("data", (chunk) => {
      this.stderr += chunk;
    });
    this.process.once("exit", () => this.#notify());
    const dealer = () => new Dealer({ linger: 0, routingId: this.#identity, receiveHighWaterMark: 0 });
    this.#shell = dealer();
    this.#control = dealer();
    this.#stdin = dealer();
    const address = (port: string | number | undefined) => `tcp://127.0.0.1:${port}`;
    this.#shell.connect(address(connection.shell_port));
    this.#control.connect(address(connection.control_port));
    this.#stdin.connect(address(connection.stdin_port));
    this.#iopub = new Subscriber({ linger: 0, receiveHighWaterMark: options.room ?? 0 });
    this.#iopub.subscribe();
    this.#iopub.connect(address(connection.iopub_port));
    this.#heartbeat.connect(address(connection.hb_port));
    void this.#listen("shell", this.#shell);
    void this.#listen("control", this.#control);
    void this.#listen("stdin", this.#stdin);
    void this.#listen("iopub", this.#iopub);
  }

  /** Waits until the kernel has welcomed this subscriber and answered kernel_info. */
  async ready(): Promise<Received> {
    await this.waitFor((message) => message.header.msg_type === "iopub_welcome", "iopub_welcome");
    return (await this.ask("shell", "kernel_info_request")).reply;
  }

  /** Executes a cell and waits for its reply and its idle. */
  execute(code: string, options: ExecuteOptions = {}): Promise<Answer> {
    return this.answer(this.sendExecute(code, options));
  }

  /** Sends a cell and does not wait. Returns the id of the request. */
  sendExecute(code: string, options: ExecuteOptions = {}): string {
    return this.send("shell", "execute_request", {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: this.onInput !== undefined,
      stop_on_error: true,
      ...options,
    });
  }

  /** Sends a request and waits for its reply and its idle. */
  ask(channel: "shell" | "control", type: string, content: object = {}): Promise<Answer> {
    return this.answer(this.send(channel, type, content));
  }

  complete(code: string, cursor: number = [...code].length): Promise<Answer> {
    return this.ask("shell", "complete_request", { code, cursor_pos: cursor });
  }

  inspect(code: string, cursor: number = [...code].length, level = 0): Promise<Answer> {
    return this.ask("shell", "inspect_request", { code, cursor_pos: cursor, detail_level: level });
  }

  /** Asks on the control channel to interrupt, and waits for the reply. */
  interrupt(): Promise<Answer> {
    return this.ask("control", "interrupt_request");
  }

  /** Sends a message, signed. Returns its id. */
  send(
    channel: "shell" | "control" | "stdin",
    type: string,
    content: object,
    options: { parent?: object; buffers?: readonly Uint8Array[]; metadata?: object } = {},
  ): string {
    const { id, frames } = this.frames(type, content, options);
    this.sendFrames(channel, frames);
    return id;
  }

  /** The frames of a signed message, to be spoiled. */
  frames(
    type: string,
    content: object,
    {
      parent = {},
      buffers = [],
      metadata = {},
    }: { parent?: object; buffers?: readonly Uint8Array[]; metadata?: object } = {},
  ): { id: string; frames: (string | Uint8Array)[] } {
    const id = randomUUID();
    const header = {
      msg_id: id,
      msg_type: type,
      session: this.session,
      username: "test",
      date: new Date().toISOString(),
      version: "5.5",
    };
    const parts = [header, parent, metadata, content].map((part) => JSON.stringify(part));
    return { id, frames: ["<IDS|MSG>", this.sign(parts), ...parts, ...buffers] };
  }

  /** The signature of the four JSON parts. */
  sign(parts: readonly string[]): string {
    return this.#key === "" ? "" : createHmac("sha256", this.#key).update(parts.join("")).digest("hex");
  }

  /** Sends frames as they are. */
  sendFrames(channel: "shell" | "control" | "stdin", frames: readonly (string | Uint8Array)[]): void {
    const socket = { shell: this.#shell, control: this.#control, stdin: this.#stdin }[channel];
    // A dealer queues at once; the promise settles in the same turn.
    void socket.send([...frames]);
  }

  /** Waits for the reply and the idle of a request. */
  async answer(id: string): Promise<Answer> {
    const ofRequest = (message: Received) => message.parent.msg_id === id;
    const reply = await this.waitFor(
      (message) => ofRequest(message) && (message.channel === "shell" || message.channel === "control"),
      `the reply to ${id}`,
    );
    await this.idle(id);
    const published = this.publishedFor(id);
    const outputs = published.filter(
      ({ header }) => header.msg_type !== "status" && header.msg_type !== "execute_input",
    );
    return { id, reply, outputs, published };
  }

  /** Waits for the idle of a request. */
  idle(id: string): Promise<Received> {
    return this.waitFor(
      ({ parent, header, content }) =>
        parent.msg_id === id && header.msg_type === "status" && content.execution_state === "idle",
      `the idle of ${id}`,
    );
  }

  /** What was published for a request so far. */
  publishedFor(id: string): Received[] {
    return this.received.filter(({ channel, parent }) => channel === "iopub" && parent.msg_id === id);
  }

  /** Waits for a message, among those that have arrived and those that come. */
  async waitFor(test: Test, what = "a message", patience: number = this.#patience): Promise<Received> {
    const end = performance.now() + patience;
    for (let seen = 0; ; ) {
      for (; seen < this.received.length; seen++) {
        const message = this.received[seen];
        if (message !== undefined && test(message)) {
          return message;
        }
      }
      const left = end - performance.now();
      if (left <= 0 || this.process.exitCode !== null) {
        throw new Error(`Cannot see ${what} within ${patience} ms; the kernel's stderr: ${this.stderr || "empty"}`);
      }
      await this.#change(left);
    }
  }

  /** Sends a heartbeat and returns what comes back. */
  async beat(text: string): Promise<string> {
    await this.#heartbeat.send(text);
    const [echo] = await this.#heartbeat.receive();
    return String(echo);
  }

  /** Stops taking published messages, as a front end that hangs, until `resume`. */
  pause(): void {
    this.#reading = false;
  }

  resume(): void {
    this.#reading = true;
    this.#notify();
  }

  /** Waits for the end of the kernel process. Returns its exit code, or the signal that ended it. */
  async exit(): Promise<number | string> {
    const { process: kernel } = this;
    if (kernel.exitCode === null && kernel.signalCode === null) {
      await new Promise((resolve) => kernel.once("exit", resolve));
    }
    return kernel.exitCode ?? kernel.signalCode ?? "";
  }

  /** Ends the kernel, whatever it does, and removes its files. */
  async close(): Promise<void> {
    this.#reading = true;
    this.process.kill("SIGTERM");
    const timer = setTimeout(() => this.process.kill("SIGKILL"), 5000);
    await this.exit();
    clearTimeout(timer);
    for (const socket of [this.#shell, this.#control, this.#stdin, this.#iopub, this.#heartbeat]) {
      socket.close();
    }
    await rm(this.#ownFolder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #listen(channel: Received["channel"], socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const message = this.#parse(channel, frames);
      this.received.push(message);
      this.#notify();
      if (channel === "stdin" && message.header.msg_type === "input_request" && this.onInput) {
        const { prompt, password } = message.content;
        this.send("stdin", "input_reply", { value: this.onInput(prompt, password) }, { parent: message.header });
      }
      while (channel === "iopub" && !this.#reading) {
        await this.#change(1000);
      }
    }
  }

  #parse(channel: Received["channel"], frames: readonly Buffer[]): Received {
    const at = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
    const [signature, ...rest] = frames.slice(at + 1);
    const parts = rest.slice(0, 4).map(String);
    if (String(signature) !== this.sign(parts)) {
      throw new Error(`Cannot accept a message on ${channel}: its signature is wrong`);
    }
    const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part));
    return { channel, topic: String(frames[0]), header, parent, metadata, content, buffers: rest.slice(4) };
  }

  #change(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#waiting.add(wake);
    });
  }

  #notify(): void {
    for (const wake of this.#waiting) {
      wake();
    }
  }
}

/** The text that a request wrote to one of the streams. */
export function streamText(messages: readonly Received[], name: "stdout" | "stderr" = "stdout"): string {
  return messages
    .filter(({ header, content }) => header.msg_type === "stream" && content.name === name)
    .map(({ content }) => content.text)
    .join("");
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done))));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
