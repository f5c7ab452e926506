import { alignText } from "../pipeline/aligned-text.ts";
import { cutsOf, safeChunks } from "../pipeline/chunks.ts";
import type { Normaliser, PreTokenizer, WordScanner } from "../pipeline/parts.ts";
import { createBreath, eachText, type Texts, type TrainingControl } from "../pipeline/training.ts";
import { createWordTable } from "./word-table.ts";

/**
 * Counts the words of texts, as the parts of a tokenizer cut them. A text is read in pieces of about a megabyte, cut
 * where words end.
 *
 * @returns the words with their counts, in the order in which they first came.
 */
export async function countWords(
  texts: Texts,
  { normaliser, preTokenizer }: { normaliser?: Normaliser | undefined; preTokenizer?: PreTokenizer | undefined },
  control: TrainingControl = {},
): Promise<Map<string, number>> {
  const breathe = createBreath(control);
  const counts = new Map<string, number>();
  let done = 0;

  function count(word: string): void {
    if (word !== "") counts.set(word, (counts.get(word) ?? 0) + 1);
    done++;
  }

  for await (const text of eachText(texts)) {
    for (const chunk of safeChunks(text, cutsOf({ normaliser, preTokenizer }))) {
      const aligned = alignText(chunk);
      const piece = normaliser?.normalise(aligned) ?? aligned;
      for (const word of preTokenizer?.split(piece) ?? [piece]) count(word.text);
      if (breathe.due()) await breathe({ stage: "count", done });
    }
  }
  control.onProgress?.({ stage: "count", done, total: done });
  return counts;
}

/** Counts the words that a scanner finds; `spell` rewrites each once. This is the quick way of byte-level BPE. */
export async function countScannedWords(
  texts: Texts,
  { scan, spell, cuts }: { scan: WordScanner; spell: (word: string) => string; cuts: PreTokenizer["cuts"] },
  control: TrainingControl = {},
): Promise<Map<string, number>> {
  const breathe = createBreath(control);
  const table = createWordTable();
  const words: string[] = [];
  let counts = new Float64Array(2 ** 15);
  let done = 0;

  function count(text: string, start: number, end: number): void {
    let word = table.find(text, start, end);
    if (word === -1) {
      word = table.add(text, start, end);
      words.push(spell(text.slice(start, end)));
      if (word === counts.length) {
        const larger = new Float64Array(2 * word);
        larger.set(counts);
        counts = larger;
      }
    }
    counts[word] = (counts[word] ?? 0) + 1;
  }

  for await (const text of eachText(texts)) {
    for (const chunk of safeChunks(text, cuts)) {
      for (let start = 0; start < chunk.length; done++) {
        const end = scan(chunk, start);
        count(chunk, start, end);
        start = end;
      }
      if (breathe.due()) await breathe({ stage: "count", done });
    }
  }
  control.onProgress?.({ stage: "count", done, total: done });
  return new Map(words.map((word, at) => [word, counts[at] ?? 0]));
}
