import type { JsonObject } from "./json.ts";

/** Answers a `debug_request`, which carries a request of the Debug Adapter Protocol, with a failure of that protocol. */
export function debugRefusal(content: JsonObject): JsonObject {
  return {
    type: "response",
    seq: 0,
    request_seq: content.seq ?? 0,
    command: content.command ?? "",
    success: false,
    message: "This kernel has no debugger",
  };
}
