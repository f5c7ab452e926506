import { Router } from "zeromq";

/** Sends back whatever comes, so that a front end sees that the kernel lives. */
export class Heartbeat {
  // A reply socket wants strict turns and stops when a client leaves in between; a router echoes any frames.
  readonly #socket = new Router({ linger: 0 });

  bind(address: string): Promise<void> {
    return this.#socket.bind(address);
  }

  async listen(): Promise<void> {
    for await (const frames of this.#socket) {
      try {
        await this.#socket.send(frames);
      } catch {
        // Whoever asked is gone.
      }
    }
  }

  close(): void {
    this.#socket.close();
  }
}
