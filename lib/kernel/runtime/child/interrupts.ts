import { inspector } from "./barrier.ts";
import { repairNode } from "./repair-node.ts";
import type { Run } from "./run.ts";
import { lookAtStack, type Midst } from "./stack.ts";
import { type InterruptAnswer, interruptKey, type TakeInterrupt } from "./thread-messages.ts";

/** So many milliseconds each gets to end by itself before it is broken off. */
const longest: Readonly<Record<Midst, number>> = { node: 1500, timers: 300, module: 1000 };

/** What interrupts need to know of the runs, and how they end one. */
export interface InterruptTarget {
  /** The run that has begun and is not over. */
  readonly current: Run | undefined;
  /** The number of the last run that is over. */
  readonly finished: number;
  /** Forgets the modules that were loading, whose code was broken off. */
  abandonModules(): void;
  /** Ends the current run as interrupted, or says again how a run ended whose word an interrupt has cut off. */
  endInterrupted(): void;
}

/**
 * Takes interrupts on the main thread.
 *
 * The thread that reads the requests makes V8's inspector call `#take` here, which it does wherever the main thread is:
 * in a loop, in the midst of any function, or waiting. So nothing can happen between the decision and its effect, and
 * an interrupt that comes when its run is over is known to be late. Code is ended by V8's `terminateExecution`, which no
 * `catch` and no `finally` sees. V8 says when it is done; only then, with nothing on the stack any more, the run's end
 * is told.
 */
export class Interrupts {
  readonly #target: InterruptTarget;
  /** The run that was interrupted before it began. */
  #cancelled = 0;
  /** The run whose code is to stop by itself, as a first interrupt asks; a second one does not wait for that. */
  #asked = 0;
  /** Whether that code was a module's that was loading. */
  #isModule = false;
  /** How many functions were on the stack of the code that V8 is to end. */
  #depth = 0;

  constructor(target: InterruptTarget) {
    this.#target = target;
    const take: TakeInterrupt = (...asked) => this.#take(...asked);
    Object.defineProperty(globalThis, Symbol.for(interruptKey), { value: take, enumerable: false });
  }

  /** Whether a run that is about to begin was interrupted already. */
  isCancelled(run: number): boolean {
    return this.#cancelled === run;
  }

  /**
   * Ends a run from a turn of the event loop: nothing is in a loop, so that nothing has to be broken off. Code that stops
   * by itself is told, and imports go on, so that no half-loaded module is left behind.
   */
  stop(number: number): void {
    const { current } = this.#target;
    if (current?.number !== number) return;
    current.isTold = true;
    if (current.listeners.size === 0) this.#target.endInterrupted();
    for (const listener of current.listeners) listener.abort(new Error("The cell was interrupted"));
  }

  #take(number: number, isSecondLook: boolean, elapsed: number): InterruptAnswer {
    const { current, finished } = this.#target;
    if (number <= finished) return "over";
    if (current?.number !== number) {
      // The main thread is still at something else: a timer of an earlier cell, a comm message.
      this.#cancelled = number;
      if (!isSecondLook) return "waiting";
    } else if (current.isTold) {
      if (isSecondLook) return "told";
    } else if (!isSecondLook && this.#asked !== number) {
      if (current.listeners.size === 0) return current.loading > 0 ? "loading" : "asked";
      this.#asked = number;
      return "listening";
    }
    const { depth, midst } = lookAtStack();
    if (midst !== undefined && elapsed < longest[midst]) return "busy";
    this.#depth = depth;
    this.#isModule = midst === "module";
    inspector.post("Runtime.terminateExecution", this.#onEnded);
    return "ending";
  }

  /** Called by V8 when the code that ran has ended. The error says that an end is under way already. */
  readonly #onEnded = (error: Error | null): void => {
    if (error !== null) return;
    // V8 also says so when something else was ended, such as this function's own call. The thread looks again.
    if (this.#depth > 0 && lookAtStack().depth >= this.#depth) return;
    repairNode();
    if (this.#isModule) this.#target.abandonModules();
    this.#target.endInterrupted();
  };
}
