import type { ChildRequest } from "../child-messages.ts";

/** What the main thread answers to an interrupt; see Interrupts. */
export type InterruptAnswer = "over" | "told" | "busy" | "asked" | "loading" | "listening" | "waiting" | "ending";

/** What the main thread gets: a request, word that a run's own code is to stop by itself, or that the kernel is gone. */
export type ThreadMessage =
  | Exclude<ChildRequest, { type: "interrupt" }>
  | { readonly type: "stop"; readonly run: number }
  | { readonly type: "exit" };

/** The name under which the main thread offers the function that takes interrupts. */
export const interruptKey = "llmlab.kernel.interrupt";

/**
 * The main thread's function. It is told whether it was asked for the same interrupt before, and how many milliseconds
 * ago that came.
 */
export type TakeInterrupt = (run: number, isSecondLook: boolean, elapsed: number) => InterruptAnswer;
