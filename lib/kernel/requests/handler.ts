import type { Engine } from "../engine.ts";
import type { HistoryStore } from "../history/history-store.ts";
import type { Comms } from "../output/comms.ts";
import type { Origins } from "../output/origins.ts";
import type { JsonObject } from "../wire/json.ts";
import type { KernelInfo } from "../wire/kernel-info.ts";
import type { Message } from "../wire/message.ts";

/** What the handlers of requests work with. */
export interface Services {
  readonly info: KernelInfo;
  /** Resolves when the language, the runtime and what is done with cells are there. */
  readonly engine: Promise<Engine>;
  readonly history: HistoryStore;
  readonly comms: Comms;
  readonly origins: Origins;
  /** Interrupts the running cell, if there is one. */
  readonly interrupt: () => void;
}

/**
 * Handles one kind of request. What it returns becomes the content of the reply; undefined where there is none. What it
 * throws becomes a reply of the status "error".
 */
export type Handler = (
  message: Message,
  services: Services,
) => Promise<JsonObject | undefined> | JsonObject | undefined;
