import { Router } from "zeromq";
import { errorCode } from "../error-code.ts";
import { decodeMessage, encodeMessage, type Message, type OutgoingMessage } from "../wire/message.ts";
import type { Signer } from "../wire/signer.ts";
import { linger } from "./linger.ts";

/** So many milliseconds a message waits for its front end, which may connect to one channel later than to another. */
const connectTime = 5000;

/** So many milliseconds without a message mean that all have arrived that were sent together. */
const quietTime = 10;

/** So many milliseconds of messages without end are enough. */
const drainTime = 500;

/** Signs the messages of the channels, and hears what was dropped. */
export interface ChannelContext {
  readonly signer: Signer;
  readonly log: (line: string) => void;
}

/**
 * A channel on which front ends ask and the kernel answers: shell, control and stdin.
 *
 * A message that cannot be read is dropped with a line in the log, for whoever sent it may not be who it should be.
 */
export class RequestChannel {
  readonly #name: string;
  readonly #context: ChannelContext;
  readonly #socket = new Router({ linger, mandatory: true, sendHighWaterMark: 0, receiveHighWaterMark: 0 });
  #sending: Promise<void> = Promise.resolve();
  /** The number of messages that have arrived. */
  #arrived = 0;

  constructor(name: "shell" | "control" | "stdin", context: ChannelContext) {
    this.#name = name;
    this.#context = context;
  }

  bind(address: string): Promise<void> {
    return this.#socket.bind(address);
  }

  /** Hands every message to the listener, as soon as it arrives, until the channel is closed. */
  async listen(listener: (message: Message) => void): Promise<void> {
    for await (const frames of this.#socket) {
      this.#arrived++;
      try {
        listener(decodeMessage(frames, this.#context.signer));
      } catch (fault) {
        this.#context.log(`${this.#name}: dropped a message: ${fault instanceof Error ? fault.message : fault}`);
      }
    }
  }

  /**
   * Waits until every message that has arrived, and what was sent together with it and is still on its way, was handed
   * to the listener.
   */
  async drain(): Promise<void> {
    // The loop above reads on as long as there is something. (The socket's own `readable` must not be asked: it eats the
    // signal that wakes the loop.)
    const end = performance.now() + drainTime;
    for (let seen = -1; seen !== this.#arrived && performance.now() < end; ) {
      seen = this.#arrived;
      await new Promise((resolve) => setTimeout(resolve, quietTime));
      // After a timer the event loop looks at its sockets once more.
      await new Promise(setImmediate);
    }
  }

  /** Sends a message after those before it. A front end that is gone gets nothing, and that is no error. */
  send(message: OutgoingMessage): Promise<void> {
    this.#sending = this.#sending.then(() => this.#deliver(message));
    return this.#sending;
  }

  close(): void {
    this.#socket.close();
  }

  async #deliver(message: OutgoingMessage): Promise<void> {
    const frames = encodeMessage(message, this.#context.signer);
    for (const end = performance.now() + connectTime; !this.#socket.closed; ) {
      try {
        await this.#socket.send(frames);
        return;
      } catch (error) {
        // Only the kernel's own questions can be too early: who has asked on a channel is connected to it.
        const early = errorCode(error) === "EHOSTUNREACH" && this.#name === "stdin";
        if (!early || performance.now() > end) {
          this.#context.log(`${this.#name}: cannot send a ${message.header.msg_type}: ${error}`);
          return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
