import { createReadStream } from "node:fs";
import { lastCut } from "./chunks.ts";

const enough = 2 ** 20;

/**
 * Reads a file as texts of about a megabyte, to train on one that is larger than memory. They are cut before white
 * space that follows a letter or a digit, or before a space, so that the words are those of the whole file.
 *
 * @param path a file of UTF-8.
 *
 * @example
 * const tokenizer = await trainByteLevelBpe(readTexts("corpus.txt"), { vocabularySize: 8000 });
 */
export async function* readTexts(path: string): AsyncGenerator<string> {
  let pending = "";
  let wanted = enough;
  for await (const chunk of createReadStream(path, "utf8")) {
    pending += String(chunk);
    if (pending.length < wanted) continue;
    const cut = lastCut(pending, "white-space");
    if (cut > 0) {
      yield pending.slice(0, cut);
      pending = pending.slice(cut);
    }
    // Where there is no cut yet, look again when there is twice as much.
    wanted = Math.max(enough, 2 * pending.length);
  }
  if (pending !== "") yield pending;
}
