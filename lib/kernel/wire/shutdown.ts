import { ContentReader, type JsonObject } from "./json.ts";

/** Reads a `shutdown_request`: whether the kernel is to be started again afterwards. */
export function readShutdownRequest(content: JsonObject): boolean {
  return new ContentReader("shutdown_request", content).flag("restart", false);
}
