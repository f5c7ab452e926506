import type { CommMessage, MimeBundle } from "./runtime.ts";

/** The key under which the runtime offers its host: `globalThis[Symbol.for("llmlab.kernel")]`. */
export const hostKey: unique symbol = Symbol.for("llmlab.kernel");

/**
 * What the runtime offers to code that runs in cells. Libraries find it under {@link hostKey}, so that they need not
 * import the kernel, and it is absent wherever no kernel runs.
 */
export interface KernelHost {
  /** Adds an output to the running cell. With an id it can be replaced later. */
  display(bundle: MimeBundle, displayId?: string): void;
  /** Replaces every output that was displayed under the id. */
  update(bundle: MimeBundle, displayId: string): void;
  /** Clears the outputs of the running cell: now, or when the next one comes. */
  clearOutput(options?: { wait?: boolean }): void;
  /**
   * Announces that the caller stops by itself when interrupted. Until `release`, an interrupt aborts the signal instead
   * of ending the cell; a caller that has not returned to the event loop ten seconds later (thirty, from native code) is
   * ended all the same, and so is one that is interrupted twice.
   */
  interruptible(): { readonly signal: AbortSignal; release(): void };
  /** Asks the person at the front end; blocks. Throws where nobody can be asked. */
  input(prompt: string, options?: { password?: boolean }): string;
  sendComm(message: CommMessage): void;
  /**
   * Calls back for each comm message of the front end; the listener says whether the message was meant for it. A comm
   * that the front end opens and that no listener takes is closed.
   */
  onComm(listener: (message: CommMessage) => boolean): void;
}

/** The host of the kernel that runs this process, if there is one. */
export function findHost(): KernelHost | undefined {
  return (globalThis as { [hostKey]?: KernelHost })[hostKey];
}

/**
 * The host of the kernel that runs this process.
 *
 * @throws Error if no kernel of llmlab does; `work` says what cannot be done then
 */
export function ofHost(work: string): KernelHost {
  const host = findHost();
  if (host === undefined) throw new Error(`Cannot ${work}: no kernel runs this; run it in a notebook`);
  return host;
}
