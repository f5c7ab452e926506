import { commHandler } from "./comm.ts";
import { handleCommInfo } from "./comm-info.ts";
import { handleComplete } from "./complete.ts";
import { handleDebug } from "./debug.ts";
import type { Handler } from "./handler.ts";
import { handleHistory } from "./history.ts";
import { handleInspect } from "./inspect.ts";
import { handleInterrupt } from "./interrupt.ts";
import { handleIsComplete } from "./is-complete.ts";
import { handleKernelInfo } from "./kernel-info.ts";
import { handleShutdown } from "./shutdown.ts";

/** The handlers by message type, all but that of `execute_request`, which has to wait its turn. */
export const handlers: ReadonlyMap<string, Handler> = new Map([
  ["kernel_info_request", handleKernelInfo],
  ["complete_request", handleComplete],
  ["inspect_request", handleInspect],
  ["is_complete_request", handleIsComplete],
  ["history_request", handleHistory],
  ["comm_info_request", handleCommInfo],
  ["comm_open", commHandler("comm_open")],
  ["comm_msg", commHandler("comm_msg")],
  ["comm_close", commHandler("comm_close")],
  ["interrupt_request", handleInterrupt],
  ["shutdown_request", handleShutdown],
  ["debug_request", handleDebug],
]);
