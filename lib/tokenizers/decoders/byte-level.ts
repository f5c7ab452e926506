import { byteOfCharacter } from "../bytes/byte-characters.ts";
import { decodeUtf8, encodeUtf8 } from "../bytes/utf8.ts";
import type { Decoder } from "../pipeline/parts.ts";

/** Reads the characters of tokens as bytes, and the bytes of all together as UTF-8. */
export function byteLevelDecoder(): Decoder {
  // A vocabulary has only so many tokens.
  const known = new Map<string, readonly number[]>();

  function bytesOf(token: string): readonly number[] {
    const found = known.get(token);
    if (found !== undefined) return found;
    const bytes = bytesOfToken(token);
    known.set(token, bytes);
    return bytes;
  }

  function decode(tokens: readonly string[]): string[] {
    const parts = tokens.map(bytesOf);
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      for (const byte of part) bytes[at++] = byte;
    }
    return [decodeUtf8(bytes)];
  }

  return {
    decode,
    toJson: () => ({ type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true }),
  };
}

/** The bytes that a token's characters stand for; a token with any other character stands for its own UTF-8. */
export function bytesOfToken(token: string): number[] {
  const bytes: number[] = [];
  for (const character of token) {
    const byte = byteOfCharacter(character);
    if (byte === undefined) return [...encodeUtf8(token)];
    bytes.push(byte);
  }
  return bytes;
}
