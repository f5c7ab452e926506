import { byteCharacters } from "../bytes/byte-characters.ts";
import { encodeUtf8 } from "../bytes/utf8.ts";
import { type AlignedText, rewrite, sliceAligned } from "../pipeline/aligned-text.ts";
import type { PreTokenizer, WordScanner } from "../pipeline/parts.ts";
import { cl100kPattern, createCl100kScanner, createGpt2Scanner } from "./gpt-patterns.ts";

/** Whose way of cutting byte-level BPE follows: GPT-2's, cl100k's (GPT-4), or none, where something else has cut. */
export type BytePattern = "gpt2" | "cl100k" | "none";

/**
 * Cuts a text by GPT-2's or cl100k's pattern, and writes the UTF-8 bytes of each word as characters, 256 in all, so
 * that no text holds anything unknown.
 *
 * @param options `pattern` (default "gpt2"); `prefixSpace` (default false) begins every text with a space.
 *
 * @example
 * byteLevel().split(alignText("a café")).map(({ text }) => text) // ["a", "ĠcafÃ©"]
 */
export function byteLevel({
  pattern = "gpt2",
  prefixSpace = false,
}: {
  pattern?: BytePattern;
  prefixSpace?: boolean;
} = {}): PreTokenizer {
  const scan: WordScanner =
    pattern === "gpt2" ? createGpt2Scanner() : pattern === "cl100k" ? createCl100kScanner() : ({ length }) => length;
  const json = { type: "ByteLevel", add_prefix_space: prefixSpace, trim_offsets: true, use_regex: pattern === "gpt2" };

  function cut(aligned: AlignedText): AlignedText[] {
    const words: AlignedText[] = [];
    const whole =
      prefixSpace && aligned.text !== "" && !aligned.text.startsWith(" ")
        ? rewrite(aligned, [{ start: 0, end: 0, text: " " }])
        : aligned;
    for (let start = 0; start < whole.text.length; ) {
      const end = scan(whole.text, start);
      words.push(toByteCharacters(sliceAligned(whole, start, end)));
      start = end;
    }
    return words;
  }

  return {
    split: cut,
    cuts: pattern === "none" ? "nowhere" : prefixSpace ? "space" : "white-space",
    words: prefixSpace ? undefined : { scan, spell: toByteCharacters },
    toJson: () =>
      pattern === "cl100k"
        ? {
            type: "Sequence",
            pretokenizers: [
              { type: "Split", pattern: { Regex: cl100kPattern }, behavior: "Isolated", invert: false },
              json,
            ],
          }
        : json,
  };
}

/** Writes the UTF-8 bytes of a text as characters; those of one character came from all of it. */
export function toByteCharacters(aligned: AlignedText): AlignedText {
  const edits = [];
  let start = 0;
  for (const character of aligned.text) {
    const end = start + character.length;
    const text = bytesAsCharacters(character);
    if (text !== character) edits.push({ start, end, text });
    start = end;
  }
  return rewrite(aligned, edits);
}

/** Writes the UTF-8 bytes of a text as characters. */
export function bytesAsCharacters(text: string): string {
  let characters = "";
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x80) return characters + bytesOfAll(text.slice(at));
    characters += byteCharacters[unit] ?? "";
  }
  return characters;
}

function bytesOfAll(text: string): string {
  return Array.from(encodeUtf8(text), (byte) => byteCharacters[byte] ?? "").join("");
}
