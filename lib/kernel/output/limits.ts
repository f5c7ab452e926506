import type { CellError, MimeBundle } from "../runtime/runtime.ts";

/** The most bytes (of UTF-8) that one text of an output may have. */
export const textLimit = 1_000_000;

/** The most bytes that the streams of one cell may have together. */
export const streamLimit = 10_000_000;

/** The most characters of an error's message, and of its traceback: more nobody reads. */
const errorLimit = 100_000;

/** Cuts a text that is too long, and says so at its end. A character is never cut in two. */
export function cutText(text: string, limit: number = textLimit): string {
  // A UTF-16 unit takes at most three bytes, so that most texts need not be measured.
  if (text.length * 3 <= limit || Buffer.byteLength(text) <= limit) {
    return text;
  }
  const bytes = Buffer.from(text);
  let end = limit;
  // The bytes of a character after its first start with the bits 10.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) {
    end--;
  }
  const total = bytes.length.toLocaleString("en");
  const kept = bytes.toString("utf8", 0, end);
  return `${kept}\n[cut: this text has ${total} bytes, and outputs end at ${limit.toLocaleString("en")}]\n`;
}

/**
 * Limits the texts of a bundle. Plain text is cut; markup, which does not survive that, is left out, and the plain text
 * says so. Pictures and data stay as they are.
 */
export function limitBundle(bundle: MimeBundle): MimeBundle {
  const data: Record<string, unknown> = {};
  const leftOut: string[] = [];
  for (const [type, value] of Object.entries(bundle.data)) {
    if (typeof value !== "string" || !(type.startsWith("text/") || type === "image/svg+xml")) {
      data[type] = value;
    } else if (type === "text/plain") {
      data[type] = cutText(value);
    } else if (Buffer.byteLength(value) <= textLimit) {
      data[type] = value;
    } else {
      leftOut.push(`[left out: ${type} of ${Buffer.byteLength(value).toLocaleString("en")} bytes]`);
    }
  }
  if (leftOut.length > 0) {
    data["text/plain"] = [data["text/plain"], ...leftOut].filter((text) => text !== undefined).join("\n");
  }
  return { data, metadata: bundle.metadata };
}

/** Limits the texts of an error. */
export function limitError({ ename, evalue, traceback }: CellError): CellError {
  let room = errorLimit;
  const kept: string[] = [];
  for (const line of traceback) {
    if (room <= 0) {
      kept.push("[cut: the traceback is longer]");
      break;
    }
    kept.push(cutText(line, room));
    room -= line.length;
  }
  return { ename: cutText(ename, 1000), evalue: cutText(evalue, errorLimit), traceback: kept };
}
