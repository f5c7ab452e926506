import { alignText } from "../pipeline/aligned-text.ts";
import { cutsOf, safeChunks } from "../pipeline/chunks.ts";
import type { Normaliser, PreTokenizer, WordScanner } from "../pipeline/parts.ts";
import { createBreath, eachText, type Texts, type TrainingControl } from "../pipeline/training.ts";

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

/** Counts the words that a scanner finds, before anything rewrites them: the quick way for byte-level BPE. */
export async function countScannedWords(
  texts: Texts,
  scan: WordScanner,
  cuts: PreTokenizer["cuts"],
  control: TrainingControl = {},
): Promise<Map<string, number>> {
  const breathe = createBreath(control);
  const counts = new Map<string, number>();
  let done = 0;
  for await (const text of eachText(texts)) {
    for (const chunk of safeChunks(text, cuts)) {
      for (let start = 0; start < chunk.length; ) {
        const end = scan(chunk, start);
        const word = chunk.slice(start, end);
        counts.set(word, (counts.get(word) ?? 0) + 1);
        start = end;
        done++;
      }
      if (breathe.due()) await breathe({ stage: "count", done });
    }
  }
  control.onProgress?.({ stage: "count", done, total: done });
  return counts;
}
