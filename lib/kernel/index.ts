export type { Comm, Received } from "./comm.ts";
export { openComm, registerTarget } from "./comm.ts";
export { interruptible } from "./interruptible.ts";
export { clearOutput, display, updateDisplay } from "./outputs.ts";
export type { CommMessage, MimeBundle } from "./runtime/runtime.ts";
