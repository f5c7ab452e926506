import { ContentReader, type JsonObject } from "./json.ts";

/** Reads a `comm_info_request`: the target whose comms are wanted, or undefined for all. */
export function readCommInfoRequest(content: JsonObject): string | undefined {
  const request = new ContentReader("comm_info_request", content);
  return request.has("target_name") ? request.text("target_name") : undefined;
}

/** Makes the content of a `comm_info_reply` from the open comms, each with the name of its target. */
export function commInfoReply(comms: Iterable<readonly [id: string, target: string]>): JsonObject {
  const entries = [...comms].map(([id, target]) => [id, { target_name: target }] as const);
  return { status: "ok", comms: Object.fromEntries(entries) };
}
