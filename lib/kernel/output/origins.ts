import type { Message } from "../wire/message.ts";

/** The request that outputs belong to, and what is known of its outputs so far. */
export interface Origin {
  readonly request: Pick<Message, "identities" | "header">;
  /** Whether outputs are dropped, because the request was silent. */
  readonly silent: boolean;
  /** The bytes that its streams have sent. */
  streamed: number;
  /** Whether its streams have come to their limit, and that was said. */
  full: boolean;
}

/** So many requests are remembered for outputs that come late, from timers. */
const remembered = 10_000;

/** Remembers which request an output belongs to, also long after the request was answered. */
export class Origins {
  readonly #origins = new Map<string, Origin>();
  #latest: Origin | undefined;

  add(request: Origin["request"], options: { silent: boolean }): void {
    const origin = { request, silent: options.silent, streamed: 0, full: false };
    this.#origins.set(request.header.msg_id, origin);
    this.#latest = origin;
    if (this.#origins.size > remembered) {
      for (const oldest of this.#origins.keys()) {
        this.#origins.delete(oldest);
        break;
      }
    }
  }

  /** The request with the id; the latest where the id is unknown; undefined before the first. */
  find(id: string | undefined): Origin | undefined {
    return (id === undefined ? undefined : this.#origins.get(id)) ?? this.#latest;
  }
}
