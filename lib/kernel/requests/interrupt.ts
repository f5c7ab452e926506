import type { Handler } from "./handler.ts";

/** Interrupts the running cell. The reply says that the request has arrived; the cell's own reply says the rest. */
export const handleInterrupt: Handler = (_message, { interrupt }) => {
  interrupt();
  return { status: "ok" };
};
