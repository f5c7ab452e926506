import { Router } from "zeromq";
import { decodeMessage, encodeMessage, type Message, type OutgoingMessage } from "../wire/message.ts";
import type { Signer } from "../wire/signer.ts";
import { linger } from "./linger.ts";

/** So many turns of the event loop without a message mean that none is there. */
const quietTurns = 3;

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
  readonly #socket = new Router({ linger, sendHighWaterMark: 0, receiveHighWaterMark: 0 });
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

  /** Waits until every message that has arrived was handed to the listener. */
  async drain(): Promise<void> {
    // The loop above reads on as long as there is something. A few turns of the event loop in which nothing came mean
    // that nothing is there. (The socket's own `readable` must not be asked: it eats the signal that wakes the loop.)
    for (let quiet = 0, seen = this.#arrived; quiet < quietTurns; quiet++) {
      await new Promise(setImmediate);
      if (this.#arrived !== seen) {
        seen = this.#arrived;
        quiet = -1;
      }
    }
  }

  /** Sends a message after those before it. A front end that is gone gets nothing, and that is no error. */
  send(message: OutgoingMessage): Promise<void> {
    this.#sending = this.#sending.then(async () => {
      try {
        await this.#socket.send(encodeMessage(message, this.#context.signer));
      } catch (error) {
        this.#context.log(`${this.#name}: cannot send a ${message.header.msg_type}: ${error}`);
      }
    });
    return this.#sending;
  }

  close(): void {
    this.#socket.close();
  }
}
