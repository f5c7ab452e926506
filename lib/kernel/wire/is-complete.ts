import { ContentReader, type JsonObject } from "./json.ts";

/** The content of an `is_complete_reply`. */
export type Completeness =
  | { readonly status: "complete" | "invalid" | "unknown" }
  | { readonly status: "incomplete"; readonly indent: string };

/** @throws WireFault if there is no code. */
export function readIsCompleteRequest(content: JsonObject): string {
  return new ContentReader("is_complete_request", content).text("code");
}
