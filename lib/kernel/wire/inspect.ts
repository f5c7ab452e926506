import type { Inspection } from "../language/language.ts";
import { type CodePosition, readCodePosition } from "./complete.ts";
import { ContentReader, type JsonObject } from "./json.ts";

/** The content of an `inspect_request`. */
export interface InspectRequest extends CodePosition {
  /** Whether the source is wanted too: level 1, a second press of the key in some front ends. */
  readonly withSource: boolean;
}

/** @throws WireFault if there is no code, or a member has the wrong type. */
export function readInspectRequest(content: JsonObject): InspectRequest {
  const level = new ContentReader("inspect_request", content).integer("detail_level", 0);
  return { ...readCodePosition("inspect_request", content), withSource: level > 0 };
}

/** Makes the content of an `inspect_reply`, as Markdown and as plain text. */
export function inspectReply(inspection: Inspection | undefined): JsonObject {
  if (inspection === undefined) {
    return { status: "ok", found: false, data: {}, metadata: {} };
  }
  const { signature, documentation, source } = inspection;
  const plain = [signature, documentation, source].filter(Boolean).join("\n\n");
  const markdown = [codeBlock(signature), documentation, source && codeBlock(source)].filter(Boolean).join("\n\n");
  return { status: "ok", found: true, data: { "text/plain": plain, "text/markdown": markdown }, metadata: {} };
}

/** Fences code with more backticks than it contains itself. */
function codeBlock(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}typescript\n${code}\n${fence}`;
}
