import { controlChannel } from "./channels/control.ts";
import { Heartbeat } from "./channels/heartbeat.ts";
import { Iopub } from "./channels/iopub.ts";
import type { RequestChannel } from "./channels/request-channel.ts";
import { shellChannel } from "./channels/shell.ts";
import { Stdin } from "./channels/stdin.ts";
import { Deferred } from "./deferred.ts";
import type { Engine, StartEngine } from "./engine.ts";
import { Executor } from "./execution/executor.ts";
import { Interruptible } from "./execution/interruption.ts";
import { Turns } from "./execution/turns.ts";
import type { HistoryStore } from "./history/history-store.ts";
import type { Log } from "./log.ts";
import { Comms } from "./output/comms.ts";
import { Origins } from "./output/origins.ts";
import { Outputs } from "./output/outputs.ts";
import type { Services } from "./requests/handler.ts";
import { handlers } from "./requests/handlers.ts";
import { addressOf, type Connection } from "./wire/connection-file.ts";
import { errorContent, errorFrom } from "./wire/error.ts";
import { readExecuteRequest } from "./wire/execute.ts";
import { type Header, headerMaker } from "./wire/header.ts";
import type { JsonObject } from "./wire/json.ts";
import type { KernelInfo } from "./wire/kernel-info.ts";
import type { Message } from "./wire/message.ts";
import { Signer } from "./wire/signer.ts";
import type { ExecutionState } from "./wire/status.ts";

/** What a kernel is made of. */
export interface KernelOptions {
  readonly connection: Connection;
  readonly info: KernelInfo;
  readonly startEngine: StartEngine;
  readonly history: HistoryStore;
  readonly log: Log;
  /** Whether a Jupyter server stands between, which throws away what comes too fast. */
  readonly paced: boolean;
  /** Called when a front end has asked the kernel to end, and was answered. */
  readonly onShutdown: () => void;
}

/**
 * A Jupyter kernel: the channels on one side, the engine of a language on the other, and between them who is answered
 * when. It knows nothing of TypeScript.
 */
export class Kernel {
  readonly #options: KernelOptions;
  readonly #makeHeader: (type: string) => Header = headerMaker();
  readonly #shell: RequestChannel;
  readonly #control: RequestChannel;
  readonly #stdin: Stdin;
  readonly #iopub: Iopub;
  readonly #heartbeat = new Heartbeat();
  readonly #outputs: Outputs;
  readonly #interruptible = new Interruptible();
  readonly #turns = new Turns();
  readonly #engine = new Deferred<Engine>();
  readonly #calm = new Deferred<void>();
  readonly #services: Services;
  readonly #executor: Executor;
  #hasReceived = false;
  /** The header of the execute request that is under way. */
  #executing: Header | undefined;

  constructor(options: KernelOptions) {
    const { connection, log } = options;
    const context = { signer: new Signer(connection), log };
    this.#options = options;
    this.#shell = shellChannel(context);
    this.#control = controlChannel(context);
    this.#stdin = new Stdin(context, this.#makeHeader);
    this.#iopub = new Iopub(context, this.#makeHeader, { paced: options.paced });
    this.#services = {
      info: options.info,
      history: options.history,
      engine: this.#engine.promise,
      comms: new Comms(),
      origins: new Origins(),
      interrupt: () => this.#interrupt(),
    };
    this.#outputs = new Outputs({
      iopub: this.#iopub,
      stdin: this.#stdin,
      origins: this.#services.origins,
      comms: this.#services.comms,
      answer: (text) => void this.#engine.promise.then(({ runtime }) => runtime.answerInput(text)),
    });
    this.#executor = new Executor({
      services: this.#services,
      outputs: this.#outputs,
      iopub: this.#iopub,
      interruptible: this.#interruptible,
    });
  }

  /** Opens the channels, then starts the engine. Resolves when the channels are open. */
  async start(): Promise<void> {
    const { connection, startEngine, history, log } = this.#options;
    await Promise.all([
      this.#shell.bind(addressOf(connection, "shell")),
      this.#control.bind(addressOf(connection, "control")),
      this.#stdin.bind(addressOf(connection, "stdin")),
      this.#iopub.bind(addressOf(connection, "iopub")),
      this.#heartbeat.bind(addressOf(connection, "hb")),
    ]);
    this.#keep(this.#heartbeat.listen());
    this.#keep(this.#iopub.listen());
    this.#keep(this.#stdin.listen());
    this.#keep(this.#control.listen((message) => this.#receive(this.#control, message)));
    this.#keep(this.#shell.listen((message) => this.#receive(this.#shell, message)));
    void this.#iopub.firstSubscriber.then(() => {
      // After its welcome, and not after it has heard of something else.
      if (!this.#hasReceived) this.#status("starting", {});
    });
    void this.#calm.promise.then(() => history.open());
    // Let a request that is already there be answered first.
    setImmediate(() => {
      startEngine((event, id) => this.#outputs.event(event, id), this.#calm.promise).then(
        this.#engine.resolve,
        (error) => {
          log(`cannot start: ${error instanceof Error ? error.stack : error}`);
          this.#engine.reject(error);
        },
      );
    });
  }

  /** Ends the engine and closes the channels; what was sent still goes out. */
  async close(): Promise<void> {
    await this.#outputs.flush();
    const engine = await Promise.race([this.#engine.promise.catch(() => undefined), undefined]);
    await Promise.allSettled([engine?.language.close(), engine?.runtime.close()]);
    for (const channel of [this.#shell, this.#control, this.#stdin, this.#iopub, this.#heartbeat]) {
      channel.close();
    }
  }

  #keep(loop: Promise<void>): void {
    loop.catch((error) => this.#options.log(`a channel has stopped: ${error}`));
  }

  #receive(channel: RequestChannel, message: Message): void {
    this.#hasReceived = true;
    const type = message.header.msg_type;
    if (type !== "kernel_info_request") {
      this.#calm.resolve();
    }
    if (type === "execute_request") {
      this.#turns.add({
        run: () => this.#guard(() => this.#execute(channel, message)),
        abort: () => this.#guard(() => this.#abort(channel, message)),
      });
    } else if (type.startsWith("comm_") && type !== "comm_info_request" && this.#mustWait(type)) {
      this.#turns.add({ run: () => this.#guard(() => this.#handle(channel, message)) });
    } else {
      void this.#guard(() => this.#handle(channel, message));
    }
  }

  /**
   * Says whether a comm message has to wait for the executions before it. An execution that has not begun may set up
   * what the message is for, and so may one that is under way for a comm that is about to open; other messages reach a
   * running cell, which may wait for them.
   */
  #mustWait(type: string): boolean {
    return this.#turns.waiting > 0 || (type === "comm_open" && this.#turns.active);
  }

  async #guard(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#options.log(`a fault in the kernel: ${error instanceof Error ? error.stack : error}`);
    }
  }

  async #handle(channel: RequestChannel, message: Message): Promise<void> {
    const type = message.header.msg_type;
    const handler = handlers.get(type);
    this.#status("busy", message.header);
    let content: JsonObject | undefined;
    try {
      if (handler === undefined) {
        throw new Error(`This kernel does not know messages of the type "${type}"`);
      }
      content = await handler(message, this.#services);
    } catch (fault) {
      this.#options.log(`${type}: ${fault instanceof Error ? fault.message : fault}`);
      content = type.endsWith("_request") ? { status: "error", ...errorContent(errorFrom(fault)) } : undefined;
    }
    if (content) {
      await this.#reply(channel, message, content);
    }
    if (type === "shutdown_request") {
      this.#iopub.publish({ type: "shutdown_reply", content: content ?? {}, parent: message.header });
    }
    this.#status("idle", message.header);
    this.#calm.resolve();
    if (this.#executing) {
      // Servers and front ends take the last status for the state of the whole kernel.
      this.#status("busy", this.#executing);
    }
    if (type === "shutdown_request") {
      await this.#iopub.flush();
      this.#options.onShutdown();
    }
  }

  async #execute(channel: RequestChannel, message: Message): Promise<void> {
    const { header } = message;
    // JupyterLab shows how long a cell took from this.
    const started = new Date().toISOString();
    this.#executing = header;
    this.#status("busy", header);
    let content: JsonObject;
    let stopOnError = false;
    try {
      const request = readExecuteRequest(message.content);
      stopOnError = request.stopOnError;
      content = { ...(await this.#executor.execute(message, request)) };
    } catch (fault) {
      content = { status: "error", execution_count: 0, ...errorContent(errorFrom(fault)) };
    }
    this.#stdin.forget();
    let aborted: ReturnType<Turns["takeAbortable"]> = [];
    if (stopOnError && content.status === "error") {
      // Those that have arrived when the failure becomes known: what is sent in answer to it must run.
      await channel.drain();
      aborted = this.#turns.takeAbortable();
    }
    await this.#outputs.flush();
    await this.#reply(channel, message, content, { started });
    this.#executing = undefined;
    this.#status("idle", header);
    for (const turn of aborted) {
      await turn.abort?.();
    }
  }

  async #abort(channel: RequestChannel, message: Message): Promise<void> {
    this.#status("busy", message.header);
    await this.#reply(channel, message, { status: "aborted" });
    this.#status("idle", message.header);
  }

  async #reply(
    channel: RequestChannel,
    { identities, header }: Message,
    content: JsonObject,
    metadata: JsonObject = {},
  ): Promise<void> {
    const type = `${header.msg_type.replace(/_request$/, "")}_reply`;
    await channel.send({ identities, header: this.#makeHeader(type), parentHeader: header, content, metadata });
  }

  #interrupt(): void {
    if (this.#executing) {
      this.#interruptible.interrupt();
      this.#stdin.forget();
      this.#iopub.hurry();
    }
  }

  #status(state: ExecutionState, parent: JsonObject): void {
    this.#iopub.publish({ type: "status", content: { execution_state: state }, parent });
  }
}
