import type { CommMessage } from "../runtime/runtime.ts";

/** Knows which comms are open, whoever opened them. */
export class Comms {
  readonly #targets = new Map<string, string>();

  /** Notes what a message opens or closes. */
  track({ kind, commId, targetName = "" }: CommMessage): void {
    if (kind === "open") {
      this.#targets.set(commId, targetName);
    } else if (kind === "close") {
      this.#targets.delete(commId);
    }
  }

  /** The open comms, each with the name of its target; those of one target where one is given. */
  list(target?: string): [id: string, target: string][] {
    return [...this.#targets].filter(([, name]) => target === undefined || name === target);
  }

  /** Forgets all comms, because the code behind them is gone, and says which there were. */
  clear(): string[] {
    const ids = [...this.#targets.keys()];
    this.#targets.clear();
    return ids;
  }
}
