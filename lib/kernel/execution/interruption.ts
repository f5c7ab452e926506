import type { CellError } from "../runtime/runtime.ts";

/** The error of a cell that was interrupted before it ran. */
export const interruptError: CellError = {
  ename: "KeyboardInterrupt",
  evalue: "the cell was interrupted before it ran",
  traceback: ["KeyboardInterrupt: the cell was interrupted before it ran"],
};

/** Tells a waiting execution that it is to stop. */
export class Interruption extends Error {
  override name = "KeyboardInterrupt";
}

/**
 * Knows how the execution that is under way can be interrupted: while the kernel prepares it, it gives up waiting;
 * while it runs, the runtime has to stop it.
 */
export class Interruptible {
  #stop: (() => void) | undefined;

  /** Interrupts what is under way; does nothing while nothing is. */
  interrupt(): void {
    this.#stop?.();
  }

  /** Waits for a promise, or throws an Interruption when an interrupt comes first. */
  async preparing<T>(promise: Promise<T>): Promise<T> {
    const interrupted = new Promise<never>((_resolve, reject) => {
      this.#stop = () => reject(new Interruption());
    });
    // Where the race is over before, nobody listens any more.
    interrupted.catch(() => {});
    try {
      return await Promise.race([promise, interrupted]);
    } finally {
      this.#stop = undefined;
    }
  }

  /** Waits for a promise; `stop` is called at every interrupt until it settles. */
  async running<T>(promise: Promise<T>, stop: () => void): Promise<T> {
    this.#stop = stop;
    try {
      return await promise;
    } finally {
      this.#stop = undefined;
    }
  }
}
