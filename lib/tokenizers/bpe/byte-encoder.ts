import { byteCharacters } from "../bytes/byte-characters.ts";
import { writeUtf8 } from "../bytes/utf8.ts";
import type { ByteEncoder, WordScanner } from "../pipeline/parts.ts";
import type { Vocabulary } from "../pipeline/vocabulary.ts";
import { createSymbols, mergeSymbols } from "./merge-symbols.ts";
import type { MergeTable } from "./merge-table.ts";
import { createWordMemory } from "./word-memory.ts";

/** Longer words are rare, and not remembered. */
const longestRemembered = 48;

/**
 * Makes the quick way from text to ids for byte-level BPE: words are found by the scanner, looked up in a memory by
 * their place in the text, without cutting them out, and only new ones are spelled in bytes and merged.
 *
 * @returns undefined where the vocabulary lacks some of the bytes.
 */
export function createByteEncoder(
  vocabulary: Vocabulary,
  table: MergeTable,
  scan: WordScanner,
  ignoreMerges: boolean,
): ByteEncoder | undefined {
  const found = byteCharacters.map((character) => vocabulary.idOf(character)).filter((id) => id !== undefined);
  if (found.length !== 256) return undefined;
  const byteIds = Int32Array.from(found);
  const memory = createWordMemory();
  let bytes = new Uint8Array(256);
  let symbols = createSymbols(256);

  /** Leaves the ids of a word in `symbols`. */
  function spell(word: string): void {
    if (bytes.length < 3 * word.length) {
      bytes = new Uint8Array(6 * word.length);
      symbols = createSymbols(6 * word.length);
    }
    const count = writeUtf8(word, bytes);
    symbols.count = count;
    for (let at = 0; at < count; at++) symbols.ids[at] = byteIds[bytes[at] ?? 0] ?? 0;
    const whole = ignoreMerges ? wholeToken(count) : undefined;
    if (whole === undefined) {
      mergeSymbols(symbols, table);
    } else {
      symbols.ids[0] = whole;
      symbols.count = 1;
    }
  }

  function wholeToken(count: number): number | undefined {
    let token = "";
    for (let at = 0; at < count; at++) token += byteCharacters[bytes[at] ?? 0] ?? "";
    return vocabulary.idOf(token);
  }

  return (text, ids) => {
    for (let start = 0; start < text.length; ) {
      const end = scan(text, start);
      const entry = end - start <= longestRemembered ? memory.find(text, start, end) : -1;
      if (entry >= 0) {
        memory.copy(entry, ids);
      } else {
        spell(text.slice(start, end));
        if (end - start <= longestRemembered) memory.remember(text, start, end, symbols.ids, symbols.count);
        for (let at = 0; at < symbols.count; at++) ids.push(symbols.ids[at] ?? 0);
      }
      start = end;
    }
  };
}
