/**
 * UTF-8 that carries every JavaScript string, as WTF-8 (Simon Sapin, "The WTF-8 encoding") does: a surrogate without its
 * other half, which no valid Unicode text has, is written in three bytes like any code point of its size.
 * All other strings give the bytes that TextEncoder gives.
 */

/** Writes a string into `target`, which has room for 3 bytes a UTF-16 unit; returns how many bytes it took. */
export function writeUtf8(text: string, target: Uint8Array): number {
  let at = 0;
  for (let unit = 0; unit < text.length; unit++) {
    const code = text.charCodeAt(unit);
    if (code < 0x80) {
      target[at++] = code;
    } else if (code < 0x800) {
      target[at++] = 0xc0 | (code >> 6);
      target[at++] = 0x80 | (code & 0x3f);
    } else {
      const next = (code & 0xfc00) === 0xd800 ? text.charCodeAt(unit + 1) : 0;
      if ((next & 0xfc00) === 0xdc00) {
        const point = 0x10000 + ((code & 0x3ff) << 10) + (next & 0x3ff);
        target[at++] = 0xf0 | (point >> 18);
        target[at++] = 0x80 | ((point >> 12) & 0x3f);
        target[at++] = 0x80 | ((point >> 6) & 0x3f);
        target[at++] = 0x80 | (point & 0x3f);
        unit++;
      } else {
        target[at++] = 0xe0 | (code >> 12);
        target[at++] = 0x80 | ((code >> 6) & 0x3f);
        target[at++] = 0x80 | (code & 0x3f);
      }
    }
  }
  return at;
}

/** Encodes a string. */
export function encodeUtf8(text: string): Uint8Array {
  const target = new Uint8Array(3 * text.length);
  return target.slice(0, writeUtf8(text, target));
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Decodes bytes. Surrogates come back as they were written; each longest part of other bytes that is no UTF-8 becomes
 * one U+FFFD, as the Encoding Standard has it.
 *
 * @example
 * decodeUtf8(encodeUtf8("\ud83d!")) // "\ud83d!"
 */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = "";
  let from = 0;
  for (let at = bytes.indexOf(0xed); at !== -1; at = bytes.indexOf(0xed, at + 1)) {
    const [second = 0, third = 0] = [bytes[at + 1], bytes[at + 2]];
    if (second >= 0xa0 && second <= 0xbf && third >= 0x80 && third <= 0xbf) {
      text += decoder.decode(bytes.subarray(from, at));
      text += String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f));
      from = at + 3;
    }
  }
  return text + decoder.decode(bytes.subarray(from));
}
