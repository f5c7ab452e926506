/**
 * Numbers words. A word is looked up by its place in a text: comparing units in place costs less than cutting the word
 * out, which a Map would need.
 */
export interface WordTable {
  /** Finds the number of the word that stands from `start` to before `end`, or -1. */
  find(text: string, start: number, end: number): number;
  /** Gives a word that is not there the next number. */
  add(text: string, start: number, end: number): number;
  /** How many words there are. */
  size(): number;
  /** Forgets all words. */
  clear(): void;
}

export function createWordTable(): WordTable {
  // Room for as many words as a page of text has: growing in the midst of hot loops makes the engine compile them anew.
  let bits = 15;
  let slots = new Int32Array(2 ** bits).fill(-1);
  let hashes = new Int32Array(2 ** (bits - 1));
  // A word's units end where those of the next begin.
  let starts = new Int32Array(2 ** (bits - 1) + 1);
  let units = new Uint16Array(2 ** 17);
  let size = 0;

  function isAt(word: number, text: string, start: number, end: number): boolean {
    const from = starts[word] ?? 0;
    if ((starts[word + 1] ?? 0) - from !== end - start) return false;
    for (let at = start; at < end; at++) {
      if (units[from + at - start] !== text.charCodeAt(at)) return false;
    }
    return true;
  }

  function find(text: string, start: number, end: number): number {
    const wanted = hashRange(text, start, end);
    const mask = slots.length - 1;
    let slot = wanted & mask;
    for (let word = slots[slot] ?? -1; word !== -1; word = slots[slot] ?? -1) {
      if (hashes[word] === wanted && isAt(word, text, start, end)) return word;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  function enter(word: number): void {
    const mask = slots.length - 1;
    let slot = (hashes[word] ?? 0) & mask;
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = word;
  }

  function add(text: string, start: number, end: number): number {
    if (size === hashes.length) grow();
    let unit = starts[size] ?? 0;
    if (unit + end - start > units.length) {
      const larger = new Uint16Array(2 * (unit + end - start));
      larger.set(units);
      units = larger;
    }
    for (let at = start; at < end; at++) units[unit++] = text.charCodeAt(at);
    hashes[size] = hashRange(text, start, end);
    starts[size + 1] = unit;
    enter(size);
    return size++;
  }

  function grow(): void {
    bits++;
    slots = new Int32Array(2 ** bits).fill(-1);
    const [moreHashes, moreStarts] = [new Int32Array(2 ** (bits - 1)), new Int32Array(2 ** (bits - 1) + 1)];
    moreHashes.set(hashes);
    moreStarts.set(starts);
    [hashes, starts] = [moreHashes, moreStarts];
    for (let word = 0; word < size; word++) enter(word);
  }

  function clear(): void {
    slots.fill(-1);
    size = 0;
  }

  return { find, add, size: () => size, clear };
}

function hashRange(text: string, start: number, end: number): number {
  let mixed = end - start;
  for (let at = start; at < end; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
