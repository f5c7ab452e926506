import { Console } from "node:console";
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { reportEvent } from "./report.ts";
import type { Run } from "./run.ts";

type StreamName = "stdout" | "stderr";
type Done = (error?: Error | null) => void;

/** Longer texts are told in pieces. */
const pieceLength = 1 << 18;

/**
 * Sends what cells print to the notebook: `process.stdout` and `process.stderr` write to the kernel at once, so that
 * their order is that of the program, and `console` writes to them. Nothing is coloured.
 */
export function redirectStreams(): { endOfCell(run: Run): void } {
  const streams = { stdout: new NotebookStream("stdout"), stderr: new NotebookStream("stderr") };
  for (const [name, value] of Object.entries(streams)) {
    Object.defineProperty(process, name, { value, configurable: true, writable: true, enumerable: true });
  }
  // Not Node's own console: while an inspector is connected, that keeps what it prints.
  const notebookConsole = new Console({ ...streams, colorMode: false });
  for (const key of Object.keys(console)) {
    if (!(key in notebookConsole)) Reflect.set(notebookConsole, key, Reflect.get(console, key));
  }
  Object.defineProperty(globalThis, "console", { value: notebookConsole, configurable: true, writable: true });
  return {
    endOfCell(run) {
      streams.stdout.endOfCell(run);
      streams.stderr.endOfCell(run);
    },
  };
}

/**
 * A stream whose text has arrived when `write` returns. It does not use what a Writable remembers of a write that is
 * under way: an interrupt in the midst of one would leave the stream waiting for its end.
 */
class NotebookStream extends Writable {
  readonly isTTY = false;
  readonly fd: number;
  readonly #name: StreamName;
  /** A character may be split between two writes. */
  #decoder = new StringDecoder("utf8");
  #half = "";

  constructor(name: StreamName) {
    super({ decodeStrings: false });
    this.#name = name;
    this.fd = name === "stdout" ? 1 : 2;
  }

  override write(chunk: unknown, encoding?: BufferEncoding | Done, done?: Done): boolean {
    const [kind, callback] = typeof encoding === "function" ? (["utf8", encoding] as const) : [encoding, done];
    this.#send(this.#decode(chunk, kind ?? undefined));
    if (callback) process.nextTick(callback, null);
    return true;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Writable
  override end(...args: any[]): this {
    const done = args.find((arg) => typeof arg === "function");
    if (args[0] !== undefined && args[0] !== null && args[0] !== done)
      this.write(args[0], typeof args[1] === "string" ? (args[1] as BufferEncoding) : undefined);
    // The notebook goes on, as a terminal does.
    if (done) process.nextTick(done);
    return this;
  }

  override destroy(): this {
    return this;
  }

  getColorDepth(): number {
    return 1;
  }

  hasColors(): boolean {
    return false;
  }

  /** Sends what waits for the rest of a character that does not come. */
  endOfCell(run: Run): void {
    const rest = this.#half + this.#decoder.end();
    this.#half = "";
    if (rest !== "") reportEvent({ type: "stream", name: this.#name, text: rest }, run);
  }

  #decode(chunk: unknown, encoding: BufferEncoding | undefined): string {
    if (typeof chunk === "string") {
      const isText = encoding === undefined || /^(utf-?8|utf16le|utf-16le|ucs-?2)$/i.test(encoding);
      return isText ? chunk : this.#decoder.write(Buffer.from(chunk, encoding));
    }
    if (!ArrayBuffer.isView(chunk)) {
      const kind = chunk === null ? "null" : typeof chunk;
      throw new TypeError(`Cannot write ${kind} to ${this.#name}: it takes a string, a Buffer or a Uint8Array`);
    }
    return this.#decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }

  #send(text: string): void {
    const whole = this.#half + text;
    const isCut = isHighSurrogate(whole, whole.length - 1);
    this.#half = isCut ? whole.slice(-1) : "";
    const length = isCut ? whole.length - 1 : whole.length;
    for (let start = 0; start < length; ) {
      let end = Math.min(length, start + pieceLength);
      if (end < length && isHighSurrogate(whole, end - 1)) end -= 1;
      reportEvent({ type: "stream", name: this.#name, text: whole.slice(start, end) });
      start = end;
    }
  }
}

const isHighSurrogate = (text: string, index: number) => (text.charCodeAt(index) & 0xfc00) === 0xd800;
