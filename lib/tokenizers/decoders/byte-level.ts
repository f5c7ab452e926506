import { byteOfCharacter } from "../bytes/byte-characters.ts";
import { decodeUtf8, encodeUtf8 } from "../bytes/utf8.ts";
import type { Decoder } from "../pipeline/parts.ts";

/** Reads the characters of tokens as bytes, and the bytes of all together as UTF-8. */
export function byteLevelDecoder(): Decoder {
  return {
    decode: (tokens) => [decodeUtf8(Uint8Array.from(tokens.flatMap(bytesOfToken)))],
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
