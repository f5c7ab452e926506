/** So much a Jupyter server lets through within its window, less a margin; more than that it throws away. */
const limits = { milliseconds: 3000, bytes: 2_700_000, messages: 2_700 };

/**
 * Spreads a flood over time, so that a Jupyter server passes all of it on: it counts the bytes of streams and the
 * number of outputs in the last three seconds, and starts anew at each `idle`.
 */
export class Rate {
  readonly #now: () => number;
  #sent: { at: number; bytes: number }[] = [];
  #bytes = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Says how many milliseconds a message has to wait. */
  delay(bytes: number): number {
    this.#forgetOld();
    const oldest = this.#sent[0];
    if (oldest === undefined) {
      return 0;
    }
    const fits = this.#bytes + bytes <= limits.bytes && this.#sent.length < limits.messages;
    return fits ? 0 : Math.max(1, oldest.at + limits.milliseconds - this.#now());
  }

  /** Counts a message that was sent. */
  count(bytes: number): void {
    this.#sent.push({ at: this.#now(), bytes });
    this.#bytes += bytes;
  }

  /** Starts anew, as the server does. */
  reset(): void {
    this.#sent = [];
    this.#bytes = 0;
  }

  #forgetOld(): void {
    const horizon = this.#now() - limits.milliseconds;
    const old = this.#sent.findIndex((entry) => entry.at > horizon);
    for (const entry of this.#sent.splice(0, old === -1 ? this.#sent.length : old)) {
      this.#bytes -= entry.bytes;
    }
  }
}
