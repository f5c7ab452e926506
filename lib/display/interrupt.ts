import { runningHost } from "./kernel.ts";

/** Listens for the wish of whoever is at the notebook, or at the terminal, that the work should end. */
export interface InterruptListener {
  /** Aborts when the wish comes. That takes a turn of the event loop, so that work has to pause for it. */
  readonly signal: AbortSignal;
  /** Stops listening: the next interrupt ends what runs then. */
  release(): void;
}

/**
 * Announces work that stops by itself when it is interrupted, in its own good order: by Jupyter's stop button where
 * llmlab's kernel runs, else by Ctrl-C. Until `release`, the first interrupt only aborts the signal.
 *
 * @example
 * const interrupt = listenForInterrupt();
 * while (!interrupt.signal.aborted && step < steps) await takeStep(step++);
 * interrupt.release();
 */
export function listenForInterrupt(): InterruptListener {
  return runningHost()?.interruptible() ?? listenForSigint();
}

function listenForSigint(): InterruptListener {
  const controller = new AbortController();
  const abort = () => controller.abort();
  process.once("SIGINT", abort);
  return {
    signal: controller.signal,
    release() {
      process.removeListener("SIGINT", abort);
    },
  };
}
