import { ContentReader, type JsonObject } from "./json.ts";

/** Makes the content of an `input_request`. */
export function inputRequest(prompt: string, password: boolean): JsonObject {
  return { prompt, password };
}

/** Reads an `input_reply`: what was typed. */
export function readInputReply(content: JsonObject): string {
  return new ContentReader("input_reply", content).text("value");
}
