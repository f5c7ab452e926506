import { byteOfCharacter } from "../bytes/byte-characters.ts";
import { decodeUtf8 } from "../bytes/utf8.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** A token as a reader can see it. */
export interface VisiblePiece {
  /** The token; one that is written in GPT-2's characters for bytes as the text of its bytes, or as <F0 9F>. */
  readonly text: string;
  readonly id: number;
  /** What it stands for in the text, where the token does not show it: an unknown word, a letter made small. */
  readonly note?: string;
}

/**
 * Encodes a text, and writes its tokens so that a reader can see where it was cut and what the model gets of it. The
 * template's tokens are left out. `tokenPieces` of llmlab/display draws them.
 *
 * @throws Error for what the vocabulary cannot spell, where it has no unknown token
 *
 * @example
 * const tokenizer = await trainWordTokenizer("The teacher taught");
 * visiblePieces(tokenizer, "The student") // [{ text: "The", id: 2 }, { text: "<unk>", id: 1, note: "student" }]
 */
export function visiblePieces(tokenizer: Tokenizer, text: string): VisiblePiece[] {
  const writtenInBytes = tokenizer.parts.decoder?.toJson().type === "ByteLevel";
  const { ids, tokens, offsets } = tokenizer.encode(text, { addSpecialTokens: false, padding: false });
  return tokens.map((token, at) => {
    const id = ids[at] ?? 0;
    const visible = writtenInBytes && !tokenizer.isSpecial(id) ? textOfBytes(token) : token;
    const [start, end] = offsets[at] ?? [0, 0];
    const original = text.slice(start, end);
    // "<unk>" has a "k" in it, and does not show one.
    const shows = visible === original || (!/^(<.+>|\[.+\])$/.test(token) && visible.includes(original.trim()));
    return shows ? { text: visible, id } : { text: visible, id, note: original };
  });
}

/** Writes a token of bytes as text; as its bytes, where it begins or ends within a character. */
function textOfBytes(token: string): string {
  const bytes = Array.from(token, byteOfCharacter).filter((byte) => byte !== undefined);
  if (bytes.length < [...token].length) return token;
  const text = decodeUtf8(Uint8Array.from(bytes));
  const hexadecimal = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0"));
  return text.includes("\ufffd") ? `<${hexadecimal.join(" ")}>` : text;
}
