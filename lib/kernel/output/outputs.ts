import type { Iopub, Publication } from "../channels/iopub.ts";
import type { Stdin } from "../channels/stdin.ts";
import type { RuntimeEvent } from "../runtime/runtime.ts";
import { writeComm } from "../wire/comm.ts";
import { displayContent } from "../wire/display.ts";
import { errorContent } from "../wire/error.ts";
import type { Comms } from "./comms.ts";
import { cutText, limitBundle, limitError, streamLimit } from "./limits.ts";
import type { Origin, Origins } from "./origins.ts";
import { StreamBuffer, type StreamName } from "./stream-buffer.ts";

/** Text waits at most so many milliseconds for more text. */
const gatherTime = 60;

/** So many characters are sent without waiting for more. */
const gatherLength = 200_000;

/** What outputs are made of and where they go. */
export interface OutputContext {
  readonly iopub: Iopub;
  readonly stdin: Stdin;
  readonly origins: Origins;
  readonly comms: Comms;
  /** Hands the answer to a question to the runtime. */
  readonly answer: (text: string) => void;
}

/** Turns the events of the runtime into messages, in their order, each under the request that caused it. */
export class Outputs {
  readonly #context: OutputContext;
  readonly #buffer = new StreamBuffer();
  #bufferOrigin: Origin | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: OutputContext) {
    this.#context = context;
  }

  /** Publishes an event. Returns a promise where the sender should wait before it sends more. */
  event(event: RuntimeEvent, id: string | undefined): Promise<void> | undefined {
    const origin = this.#context.origins.find(id);
    if (event.type === "stream") {
      return this.#stream(event.name, event.text, origin);
    }
    this.flushStreams();
    switch (event.type) {
      case "comm":
        this.#context.comms.track(event.message);
        return this.#publish(writeComm(event.message), origin);
      case "input":
        this.#ask(event.prompt, event.password, origin);
        return undefined;
      default:
        return origin?.silent ? undefined : this.#publish(publication(event), origin);
    }
  }

  /** Sends the text that was waiting for more. */
  flushStreams(): Promise<void> | undefined {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    let wait: Promise<void> | undefined;
    for (const { name, text } of this.#buffer.take()) {
      wait = this.#publish({ type: "stream", content: { name, text }, topic: `stream.${name}` }, this.#bufferOrigin);
    }
    return wait;
  }

  /** Waits until everything so far is on its way. */
  flush(): Promise<void> {
    this.flushStreams();
    return this.#context.iopub.flush();
  }

  #stream(name: StreamName, text: string, origin: Origin | undefined): Promise<void> | undefined {
    if (text === "" || origin?.silent || origin?.full) {
      return undefined;
    }
    if (origin !== this.#bufferOrigin) {
      this.flushStreams();
      this.#bufferOrigin = origin;
    }
    this.#buffer.add(name, this.#limited(text, origin));
    if (this.#buffer.length > gatherLength) {
      return this.flushStreams();
    }
    this.#timer ??= setTimeout(() => this.flushStreams(), gatherTime);
    return undefined;
  }

  #limited(text: string, origin: Origin | undefined): string {
    const cut = cutText(text);
    if (origin === undefined) {
      return cut;
    }
    origin.streamed += Buffer.byteLength(cut);
    if (origin.streamed <= streamLimit) {
      return cut;
    }
    origin.full = true;
    return `\n[cut: this cell has written more than ${streamLimit.toLocaleString("en")} bytes, the rest is not shown]\n`;
  }

  #publish(message: Omit<Publication, "parent">, origin: Origin | undefined): Promise<void> | undefined {
    return this.#context.iopub.publish({ ...message, parent: origin?.request.header ?? {} });
  }

  #ask(prompt: string, password: boolean, origin: Origin | undefined): void {
    if (origin === undefined) {
      this.#context.answer("");
      return;
    }
    const { stdin, iopub, answer } = this.#context;
    // The question comes after what was printed before it, also where that is still on its way.
    void iopub.flush().then(() => stdin.ask(origin.request, prompt, password, answer));
  }
}

function publication(
  event: Exclude<RuntimeEvent, { type: "stream" | "comm" | "input" }>,
): Pick<Publication, "type" | "content"> {
  switch (event.type) {
    case "display":
      return {
        type: event.update ? "update_display_data" : "display_data",
        content: displayContent(limitBundle(event.bundle), event.displayId),
      };
    case "clear":
      return { type: "clear_output", content: { wait: event.wait } };
    case "error":
      return { type: "error", content: errorContent(limitError(event.error)) };
  }
}
