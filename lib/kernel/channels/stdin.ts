import type { Header } from "../wire/header.ts";
import { inputRequest, readInputReply } from "../wire/input.ts";
import type { Message } from "../wire/message.ts";
import { type ChannelContext, RequestChannel } from "./request-channel.ts";

/** Where a question comes from: the execute request of the cell that asks. */
export type Asker = Pick<Message, "identities" | "header">;

/** The channel on which the kernel asks and the front end answers: one question at a time. */
export class Stdin {
  readonly #channel: RequestChannel;
  readonly #makeHeader: (type: string) => Header;
  readonly #log: (line: string) => void;
  #pending: { readonly header: Header; readonly answer: (text: string) => void } | undefined;

  constructor(context: ChannelContext, makeHeader: (type: string) => Header) {
    this.#channel = new RequestChannel("stdin", context);
    this.#makeHeader = makeHeader;
    this.#log = context.log;
  }

  bind(address: string): Promise<void> {
    return this.#channel.bind(address);
  }

  listen(): Promise<void> {
    return this.#channel.listen((message) => this.#receive(message));
  }

  /** Asks the front end that sent a request. A question that is still open is given up. */
  async ask(asker: Asker, prompt: string, password: boolean, answer: (text: string) => void): Promise<void> {
    const header = this.#makeHeader("input_request");
    this.#pending = { header, answer };
    const content = inputRequest(prompt, password);
    await this.#channel.send({ identities: asker.identities, header, parentHeader: asker.header, content });
  }

  /** Gives up the open question: an answer that still comes is dropped. */
  forget(): void {
    this.#pending = undefined;
  }

  close(): void {
    this.#channel.close();
  }

  #receive(message: Message): void {
    if (message.header.msg_type !== "input_reply") {
      this.#log(`stdin: dropped a message of the type "${message.header.msg_type}"`);
      return;
    }
    const text = readInputReply(message.content);
    const pending = this.#pending;
    // Some front ends leave the parent header empty; one that names another question answers that one.
    const answered = message.parentHeader.msg_id;
    if (pending === undefined || (typeof answered === "string" && answered !== pending.header.msg_id)) {
      this.#log("stdin: dropped an answer to no open question");
      return;
    }
    this.#pending = undefined;
    pending.answer(text);
  }
}
