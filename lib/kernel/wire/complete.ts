import type { Completions } from "../language/language.ts";
import { ContentReader, type JsonObject } from "./json.ts";
import { toCodePoints, toUtf16 } from "./positions.ts";

/** A place in a code; `offset` counts UTF-16 units. */
export interface CodePosition {
  readonly code: string;
  readonly offset: number;
}

/** Reads the code and the cursor of a `complete_request` or an `inspect_request`. Without a cursor it is the end. */
export function readCodePosition(kind: string, content: JsonObject): CodePosition {
  const request = new ContentReader(kind, content);
  const code = request.text("code");
  // No text has more code points than UTF-16 units, so its length stands for the end.
  return { code, offset: toUtf16(code, request.integer("cursor_pos", code.length)) };
}

/** Makes the content of a `complete_reply`, in code points; the kinds of the items go where JupyterLab looks for them. */
export function completeReply(code: string, completions: Completions): JsonObject {
  const start = toCodePoints(code, completions.start);
  const end = toCodePoints(code, completions.end);
  return {
    status: "ok",
    matches: completions.items.map((item) => item.text),
    cursor_start: start,
    cursor_end: end,
    metadata: {
      _jupyter_types_experimental: completions.items.map((item) => ({
        start,
        end,
        text: item.text,
        type: item.kind,
        signature: item.signature ?? "",
      })),
    },
  };
}
