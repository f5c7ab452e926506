import type { Readable, Writable } from "node:stream";

/** The other side of a language server's pipes: requests with answers, and notifications without. */
export interface Connection {
  /** Sends a request; rejects when the server answers with an error, when time is up, or when the connection ends. */
  request(method: string, params: unknown, timeoutMs: number): Promise<unknown>;
  notify(method: string, params: unknown): void;
  /** Rejects everything that waits, and whatever is asked from now on. */
  end(reason: string): void;
}

/** Is thrown when a request was not answered in time; the server may hang. */
export class RequestTimeout extends Error {}

/** Is thrown when the server ended before it answered. */
export class ConnectionEnded extends Error {}

interface Waiting {
  readonly method: string;
  readonly timer: NodeJS.Timeout;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: { readonly items?: readonly unknown[] };
  readonly result?: unknown;
  readonly error?: { readonly message?: string };
}

/** Speaks JSON-RPC with `Content-Length` headers, as the Language Server Protocol has it. */
export function connect(input: Readable, output: Writable): Connection {
  const waiting = new Map<number, Waiting>();
  let ended: string | undefined;
  let lastId = 0;

  function send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    output.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  function receive(message: Message): void {
    if (message.method !== undefined) {
      // The server asks for its configuration and the like: "nothing in particular" is an answer to all of it.
      if (message.id !== undefined) {
        send({ id: message.id, result: message.params?.items?.map(() => null) ?? null });
      }
      return;
    }
    const entry = typeof message.id === "number" ? waiting.get(message.id) : undefined;
    if (entry === undefined) {
      return;
    }
    waiting.delete(Number(message.id));
    clearTimeout(entry.timer);
    if (message.error === undefined) {
      entry.resolve(message.result);
    } else {
      entry.reject(new Error(`Cannot answer ${entry.method}: ${message.error.message ?? "no reason was given"}`));
    }
  }

  const read = messageReader(receive);
  input.on("data", (chunk: Buffer) => {
    try {
      read(chunk);
    } catch (error) {
      end(`what it sends is not JSON-RPC (${String(error)})`);
    }
  });
  // A pipe to a process that has just died fails; its exit is what tells the story.
  output.on("error", () => {});
  input.on("error", () => {});

  function end(reason: string): void {
    ended ??= reason;
    for (const { method, timer, reject } of waiting.values()) {
      clearTimeout(timer);
      reject(new ConnectionEnded(`Cannot answer ${method}: ${reason}`));
    }
    waiting.clear();
  }

  return {
    request(method, params, timeoutMs) {
      if (ended !== undefined) {
        return Promise.reject(new ConnectionEnded(`Cannot answer ${method}: ${ended}`));
      }
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new RequestTimeout(`Cannot answer ${method}: no answer came within ${timeoutMs} ms`));
        }, timeoutMs);
        waiting.set(id, { method, timer, resolve, reject });
        send({ id, method, params });
      });
    },
    notify(method, params) {
      if (ended === undefined) {
        send({ method, params });
      }
    },
    end,
  };
}

const separator = Buffer.from("\r\n\r\n");

/** Cuts a stream of bytes into messages, however it is chunked. */
export function messageReader(receive: (message: Message) => void): (chunk: Buffer) => void {
  // Chunks are joined once a message is complete, so that a large one is not copied with each of its parts.
  let chunks: Buffer[] = [];
  let size = 0;
  let needed = 0;

  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    while (size > 0 && size >= needed) {
      const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
      const head = bytes.indexOf(separator);
      const start = head + separator.length;
      if (head < 0) {
        chunks = [bytes];
        return;
      }
      const length = /^content-length: *(\d+)/im.exec(bytes.toString("latin1", 0, head))?.[1];
      if (length === undefined) {
        throw new Error(`Cannot read a message: its head "${bytes.toString("latin1", 0, head)}" has no length`);
      }
      needed = start + Number(length);
      if (bytes.length < needed) {
        chunks = [bytes];
        return;
      }
      const rest = bytes.subarray(needed);
      const body = bytes.toString("utf8", start, needed);
      chunks = rest.length > 0 ? [rest] : [];
      size = rest.length;
      needed = 0;
      receive(JSON.parse(body));
    }
  };
}
