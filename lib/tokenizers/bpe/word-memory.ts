import type { IdList } from "../pipeline/parts.ts";

/**
 * Remembers the ids of words. A word is looked up by its place in a text: comparing units in place costs less than
 * cutting the word out, which a Map would need.
 */
export interface WordMemory {
  /** Finds the entry of the word that stands from `start` to before `end`, or -1. */
  find(text: string, start: number, end: number): number;
  /** Adds the ids of an entry to a list. */
  copy(entry: number, ids: IdList): void;
  /** Remembers the first `count` ids for a word; forgets everything else when it is full. */
  remember(text: string, start: number, end: number, ids: Int32Array, count: number): void;
}

const slotBits = 17;
const slotCount = 2 ** slotBits;
const mostEntries = slotCount / 2;
const unitSpace = 2 ** 20;
const idSpace = 2 ** 19;

export function createWordMemory(): WordMemory {
  const slots = new Int32Array(slotCount).fill(-1);
  const hashes = new Int32Array(mostEntries);
  // An entry's units and ids end where those of the next begin.
  const unitStarts = new Int32Array(mostEntries + 1);
  const idStarts = new Int32Array(mostEntries + 1);
  const units = new Uint16Array(unitSpace);
  const ids = new Int32Array(idSpace);
  let entries = 0;

  function hash(text: string, start: number, end: number): number {
    let mixed = end - start;
    for (let at = start; at < end; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x9e3779b1);
    return mixed ^ (mixed >>> 15);
  }

  function isAt(entry: number, text: string, start: number, end: number): boolean {
    const from = unitStarts[entry] ?? 0;
    if ((unitStarts[entry + 1] ?? 0) - from !== end - start) return false;
    for (let at = start; at < end; at++) {
      if (units[from + at - start] !== text.charCodeAt(at)) return false;
    }
    return true;
  }

  function find(text: string, start: number, end: number): number {
    const wanted = hash(text, start, end);
    let slot = wanted & (slotCount - 1);
    for (let entry = slots[slot] ?? -1; entry !== -1; entry = slots[slot] ?? -1) {
      if (hashes[entry] === wanted && isAt(entry, text, start, end)) return entry;
      slot = (slot + 1) & (slotCount - 1);
    }
    return -1;
  }

  function copy(entry: number, list: IdList): void {
    const to = idStarts[entry + 1] ?? 0;
    for (let at = idStarts[entry] ?? 0; at < to; at++) list.push(ids[at] ?? 0);
  }

  function remember(text: string, start: number, end: number, wordIds: Int32Array, count: number): void {
    const isFull =
      entries === mostEntries ||
      (unitStarts[entries] ?? 0) + end - start > unitSpace ||
      (idStarts[entries] ?? 0) + count > idSpace;
    if (isFull) {
      slots.fill(-1);
      entries = 0;
    }
    const entry = entries++;
    let unit = unitStarts[entry] ?? 0;
    for (let at = start; at < end; at++) units[unit++] = text.charCodeAt(at);
    unitStarts[entry + 1] = unit;
    let id = idStarts[entry] ?? 0;
    for (let at = 0; at < count; at++) ids[id++] = wordIds[at] ?? 0;
    idStarts[entry + 1] = id;
    hashes[entry] = hash(text, start, end);
    let slot = (hashes[entry] ?? 0) & (slotCount - 1);
    while (slots[slot] !== -1) slot = (slot + 1) & (slotCount - 1);
    slots[slot] = entry;
  }

  return { find, copy, remember };
}
