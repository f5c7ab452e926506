import { stripVTControlCharacters } from "node:util";
import type { MimeBundle } from "../runtime.ts";

/**
 * Makes a bundle of what was given as one, fit to be sent: bytes become base64, texts lose their colours, what is
 * undefined is left out.
 *
 * @throws TypeError if something in it is not JSON, such as a cycle or a bigint
 */
export function cleanBundle(data: object, metadata: object = {}): MimeBundle {
  const clean: Record<string, unknown> = {};
  for (const [type, content] of Object.entries(data)) {
    const made = cleanContent(type, content);
    if (made !== undefined) clean[type] = made;
  }
  return { data: clean, metadata: asJson("its metadata", metadata) as Record<string, unknown> };
}

function cleanContent(type: string, content: unknown): unknown {
  if (typeof content === "string") return type === "text/plain" ? stripVTControlCharacters(content) : content;
  if (content instanceof Uint8Array) {
    return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString("base64");
  }
  return asJson(type, content);
}

function asJson(what: string, content: unknown): unknown {
  if (content === undefined) return undefined;
  try {
    const text: string | undefined = JSON.stringify(content, typedArraysAsArrays);
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new TypeError(`Cannot display ${what}: it cannot be written as JSON (${reason})`);
  }
}

/** JSON would write a typed array as an object with numbered keys. */
function typedArraysAsArrays(_key: string, part: unknown): unknown {
  return ArrayBuffer.isView(part) && !(part instanceof DataView) ? Array.from(part as Float32Array) : part;
}
