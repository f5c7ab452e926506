import { XPublisher } from "zeromq";
import { Deferred } from "../deferred.ts";
import { errorCode } from "../error-code.ts";
import type { Header } from "../wire/header.ts";
import type { JsonObject } from "../wire/json.ts";
import { encodeMessage } from "../wire/message.ts";
import { linger } from "./linger.ts";
import { Rate } from "./rate.ts";
import type { ChannelContext } from "./request-channel.ts";

/** What is published, and for which request. */
export interface Publication {
  readonly type: string;
  readonly content: JsonObject;
  /** The header of the request that caused it; empty where none did. */
  readonly parent: JsonObject;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
  /** What subscribers can choose by; the type where it is left out. */
  readonly topic?: string;
}

interface QueuedFrames {
  readonly frames: readonly (Uint8Array | string)[];
  readonly bytes: number;
  readonly type: string;
  readonly idle: boolean;
  /** Called when the message is handed to the socket, or given up. */
  readonly sent: (() => void)[];
}

/** So many messages the socket holds for each subscriber; what is more waits in the queue, where its bytes are counted. */
const highWater = 100;

/** Above so many bytes in the queue `publish` asks to wait: what is in front of it must not grow without bound. */
const crowded = 16_000_000;

/** A subscriber that takes nothing for so many milliseconds is left behind: it loses messages, the others do not. */
const patience = 30_000;

/** Those that a server does not count. */
const uncounted = new Set(["status", "comm_open", "execute_input", "iopub_welcome"]);

/**
 * The channel on which the kernel publishes to all front ends: outputs, and whether it is busy.
 *
 * Nothing is lost while a subscriber is slow: messages wait, in order, and `publish` lets their sender wait.
 */
export class Iopub {
  readonly #context: ChannelContext;
  readonly #makeHeader: (type: string) => Header;
  readonly #socket = new XPublisher({ linger, noDrop: true, sendHighWaterMark: highWater, verbosity: "allSubs" });
  readonly #rate = new Rate();
  readonly #paced: boolean;
  readonly #firstSubscriber = new Deferred<void>();
  readonly #queue: QueuedFrames[] = [];
  #bytes = 0;
  #sending = false;
  #urgent = false;
  #leftBehind = false;
  readonly #sleepers = new Set<() => void>();

  /** `paced`: whether to keep within the limits of a Jupyter server. */
  constructor(context: ChannelContext, makeHeader: (type: string) => Header, options: { paced: boolean }) {
    this.#context = context;
    this.#paced = options.paced;
    this.#makeHeader = makeHeader;
  }

  /** Resolves when the first subscriber's welcome is published. */
  get firstSubscriber(): Promise<void> {
    return this.#firstSubscriber.promise;
  }

  bind(address: string): Promise<void> {
    return this.#socket.bind(address);
  }

  /** Welcomes each subscriber, so that it knows when it will miss nothing any more. */
  async listen(): Promise<void> {
    for await (const [frame] of this.#socket) {
      if (frame?.[0] === 1) {
        const subscription = frame.toString("utf8", 1);
        this.publish({ type: "iopub_welcome", content: { subscription }, parent: {}, topic: subscription });
        this.#firstSubscriber.resolve();
      }
    }
  }

  /** Publishes after everything before. Returns a promise where the queue is crowded, to be awaited by a flood. */
  publish({ type, content, parent, metadata, buffers, topic }: Publication): Promise<void> | undefined {
    const frames = encodeMessage(
      {
        identities: [topic ?? type],
        header: this.#makeHeader(type),
        parentHeader: parent,
        content,
        ...(metadata && { metadata }),
        ...(buffers && { buffers }),
      },
      this.#context.signer,
    );
    const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
    const idle = type === "status" && content.execution_state === "idle";
    this.#queue.push({ frames, bytes, type, idle, sent: [] });
    this.#bytes += bytes;
    if (!this.#sending) {
      void this.#send();
    }
    return this.#bytes > crowded ? this.#room() : undefined;
  }

  /** Waits until everything published so far is handed to the socket. */
  flush(): Promise<void> {
    const last = this.#queue.at(-1);
    return last === undefined ? Promise.resolve() : new Promise((resolve) => last.sent.push(resolve));
  }

  /** Sends what is queued as fast as subscribers take it, because somebody waits for what comes after it. */
  hurry(): void {
    this.#urgent = this.#sending;
    this.#wakeAll();
  }

  close(): void {
    this.#socket.close();
    this.#wakeAll();
  }

  async #room(): Promise<void> {
    while (this.#bytes > crowded / 2 && !this.#urgent) {
      await this.#sleep(10);
    }
  }

  async #send(): Promise<void> {
    this.#sending = true;
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      await this.#wait(next);
      await this.#deliver(next);
      this.#queue.shift();
      this.#bytes -= next.bytes;
      for (const sent of next.sent) {
        sent();
      }
    }
    this.#sending = false;
    this.#urgent = false;
  }

  /** Waits as long as the server's limits ask for. */
  async #wait({ bytes, type, idle }: QueuedFrames): Promise<void> {
    if (idle) {
      this.#rate.reset();
    }
    if (!this.#paced || uncounted.has(type)) {
      return;
    }
    const counted = type === "stream" ? bytes : 0;
    for (let delay = this.#rate.delay(counted); delay > 0 && !this.#urgent; delay = this.#rate.delay(counted)) {
      await this.#sleep(Math.min(delay, 100));
    }
    this.#rate.count(counted);
  }

  async #deliver({ frames, type }: QueuedFrames): Promise<void> {
    const start = performance.now();
    for (let attempt = 0; !this.#socket.closed; attempt++) {
      try {
        await this.#socket.send([...frames]);
        this.#leftBehind = false;
        return;
      } catch (error) {
        if (errorCode(error) !== "EAGAIN") {
          this.#context.log(`iopub: cannot send a ${type}: ${error}`);
          return;
        }
      }
      if (this.#leftBehind || performance.now() - start > patience) {
        await this.#deliverToReady(frames, type);
        return;
      }
      // A subscriber that reads makes room within a turn or two of the event loop.
      await (attempt < 5 ? new Promise(setImmediate) : this.#sleep(5));
    }
  }

  /** Sends to those subscribers that have room and passes over the others. */
  async #deliverToReady(frames: QueuedFrames["frames"], type: string): Promise<void> {
    if (!this.#leftBehind) {
      this.#leftBehind = true;
      this.#context.log(`iopub: a subscriber has taken nothing for ${patience / 1000} s and is left behind`);
    }
    this.#socket.noDrop = false;
    try {
      await this.#socket.send([...frames]);
    } catch (error) {
      this.#context.log(`iopub: cannot send a ${type}: ${error}`);
    } finally {
      this.#socket.noDrop = true;
    }
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#sleepers.add(wake);
    });
  }

  #wakeAll(): void {
    for (const wake of this.#sleepers) {
      wake();
    }
  }
}
