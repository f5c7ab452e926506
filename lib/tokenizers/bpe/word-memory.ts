import type { IdList } from "../pipeline/parts.ts";
import { createWordTable } from "./word-table.ts";

/** Remembers the ids of words, which are looked up by their place in a text. */
export interface WordMemory {
  /** Finds the entry of the word that stands from `start` to before `end`, or -1. */
  find(text: string, start: number, end: number): number;
  /** Adds the ids of an entry to a list. */
  copy(entry: number, ids: IdList): void;
  /** Remembers the first `count` ids for a word; forgets everything else when it is full. */
  remember(text: string, start: number, end: number, ids: Int32Array, count: number): void;
}

const mostWords = 65_536;
const mostIds = 2 ** 19;

export function createWordMemory(): WordMemory {
  const table = createWordTable();
  // A word's ids end where those of the next begin.
  const starts = new Int32Array(mostWords + 1);
  const ids = new Int32Array(mostIds);

  function copy(entry: number, list: IdList): void {
    const to = starts[entry + 1] ?? 0;
    for (let at = starts[entry] ?? 0; at < to; at++) list.push(ids[at] ?? 0);
  }

  function remember(text: string, start: number, end: number, wordIds: Int32Array, count: number): void {
    if (table.size() === mostWords || (starts[table.size()] ?? 0) + count > mostIds) table.clear();
    const entry = table.add(text, start, end);
    let id = starts[entry] ?? 0;
    for (let at = 0; at < count; at++) ids[id++] = wordIds[at] ?? 0;
    starts[entry + 1] = id;
  }

  return { find: table.find, copy, remember };
}
