/**
 * How many pieces of code of the current run stop by themselves when they are interrupted. Shared with the thread that
 * takes interrupts, which cannot ask for it while the main thread is in native code.
 */
export const listening = new Int32Array(new SharedArrayBuffer(4));
