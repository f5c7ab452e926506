import { cleanBundle } from "../display/clean-bundle.ts";
import { hostKey, type KernelHost } from "../host.ts";
import type { CommMessage } from "../runtime.ts";
import type { Executor } from "./executor.ts";
import { askPerson } from "./input.ts";
import { reportEvent } from "./report.ts";

/** The runtime's side of the host: what cells and libraries call, and the comm messages that are handed to them. */
export function offerHost(executor: Executor): { deliverComm(message: CommMessage): void } {
  const listeners = new Set<(message: CommMessage) => boolean>();
  const host: KernelHost = {
    display({ data, metadata }, displayId) {
      const bundle = cleanBundle(data, metadata);
      reportEvent({ type: "display", bundle, ...(displayId === undefined ? {} : { displayId }) });
    },
    update({ data, metadata }, displayId) {
      reportEvent({ type: "display", bundle: cleanBundle(data, metadata), displayId, update: true });
    },
    clearOutput: ({ wait = false } = {}) => reportEvent({ type: "clear", wait }),
    interruptible: () => executor.interruptible(),
    input: askPerson,
    sendComm: (message) => reportEvent({ type: "comm", message }),
    onComm: (listener) => void listeners.add(listener),
  };
  Object.defineProperty(globalThis, hostKey, { value: host, configurable: true, enumerable: false });
  return {
    deliverComm(message) {
      const takers = [...listeners].filter((listener) => listener(message));
      if (takers.length === 0 && message.kind === "open") {
        host.sendComm({ kind: "close", commId: message.commId, data: {} });
      }
    },
  };
}
