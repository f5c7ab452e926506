import { decodeUtf8 } from "../bytes/utf8.ts";
import type { Decoder } from "../pipeline/parts.ts";
import { compilePattern, type Pattern, patternToJson } from "../pipeline/pattern.ts";

/** Turns the suffix that ends a word in some BPE vocabularies into a space; at the very end into nothing. */
export function suffixDecoder(suffix = "</w>"): Decoder {
  return {
    decode: (tokens) => tokens.map((token, at) => token.replaceAll(suffix, at === tokens.length - 1 ? "" : " ")),
    toJson: () => ({ type: "BPEDecoder", suffix }),
  };
}

/** Joins all tokens into one piece. */
export function fuse(): Decoder {
  return { decode: (tokens) => [tokens.join("")], toJson: () => ({ type: "Fuse" }) };
}

/** Replaces every match of a pattern in every token. */
export function replaceDecoder(pattern: Pattern, content: string): Decoder {
  const compiled = compilePattern(pattern);
  return {
    decode: (tokens) => tokens.map((token) => token.replaceAll(compiled, () => content)),
    toJson: () => ({ type: "Replace", pattern: patternToJson(pattern), content }),
  };
}

/** Takes a character off the ends of every token: `start` times at most on the left, `stop` on the right. */
export function stripDecoder(content: string, start: number, stop: number): Decoder {
  return {
    decode: (tokens) =>
      tokens.map((token) => {
        let [from, to] = [0, token.length];
        for (let count = 0; count < start && token.startsWith(content, from); count++) from += content.length;
        for (let count = 0; count < stop && to > from && token.slice(from, to).endsWith(content); count++) {
          to -= content.length;
        }
        return token.slice(from, to);
      }),
    toJson: () => ({ type: "Strip", content, start, stop }),
  };
}

/** Reads runs of tokens such as <0xE3> as UTF-8; where they are none, each becomes U+FFFD. */
export function byteFallbackDecoder(): Decoder {
  return { decode: joinBytes, toJson: () => ({ type: "ByteFallback" }) };
}

function joinBytes(tokens: readonly string[]): string[] {
  const pieces: string[] = [];
  let bytes: number[] = [];

  function flush(): void {
    if (bytes.length === 0) return;
    const text = decodeUtf8(Uint8Array.from(bytes));
    pieces.push(...(text.includes("\ufffd") && !isReplacement(bytes) ? bytes.map(() => "\ufffd") : [text]));
    bytes = [];
  }

  for (const token of tokens) {
    const [, hex] = /^<0x([0-9A-Fa-f]{2})>$/.exec(token) ?? [];
    if (hex === undefined) {
      flush();
      pieces.push(token);
    } else {
      bytes.push(Number.parseInt(hex, 16));
    }
  }
  flush();
  return pieces;
}

/** Whether the bytes are valid UTF-8 that spells U+FFFD itself somewhere. */
function isReplacement(bytes: readonly number[]): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
    return true;
  } catch {
    return false;
  }
}
