/** Something that waits its turn. `abort` is present where a failure before it may cancel it. */
export interface Turn {
  run(): Promise<void>;
  readonly abort?: () => Promise<void>;
}

/** Takes turns one after another, in the order in which they came. */
export class Turns {
  #waiting: Turn[] = [];
  #active = false;

  /** Whether one is under way. */
  get active(): boolean {
    return this.#active;
  }

  /** The number of those that wait behind it. */
  get waiting(): number {
    return this.#waiting.length;
  }

  add(turn: Turn): void {
    this.#waiting.push(turn);
    if (!this.#active) {
      void this.#work();
    }
  }

  /** Takes out those that can be aborted, in order; the others stay. */
  takeAbortable(): Turn[] {
    const taken = this.#waiting.filter((turn) => turn.abort !== undefined);
    this.#waiting = this.#waiting.filter((turn) => turn.abort === undefined);
    return taken;
  }

  async #work(): Promise<void> {
    this.#active = true;
    for (let turn = this.#waiting.shift(); turn !== undefined; turn = this.#waiting.shift()) {
      await turn.run();
    }
    this.#active = false;
  }
}
