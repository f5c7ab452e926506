import { hashPair } from "./merge-table.ts";

/**
 * All pairs of neighbours that a training has met: a number for each, how often it stands in the text, and a list of
 * the places where it stands or stood. Everything is in typed arrays that double when they are full.
 */
export interface PairIndex {
  /** Finds the number of a pair, which gets one if it has none. */
  numberOf(left: number, right: number): number;
  leftOf(pair: number): number;
  rightOf(pair: number): number;
  countOf(pair: number): number;
  /** Changes the count of a pair. */
  add(pair: number, change: number): void;
  /** Notes that a pair stands at a place. */
  note(pair: number, place: number): void;
  /** Takes the places of a pair, in the order in which they were noted, and leaves it none. */
  takePlaces(pair: number): Int32Array;
  /** How many pairs there are. */
  size(): number;
}

/** Creates an index for a text of so many symbols: large enough at first that it seldom has to grow. */
export function createPairIndex(symbols: number): PairIndex {
  let bits = Math.min(18, Math.max(12, Math.ceil(Math.log2(symbols + 1))));
  let slots = new Int32Array(2 ** bits).fill(-1);
  let lefts = new Int32Array(2 ** (bits - 1));
  let rights = new Int32Array(2 ** (bits - 1));
  let counts = new Float64Array(2 ** (bits - 1));
  let firsts = new Int32Array(2 ** (bits - 1)).fill(-1);
  let lasts = new Int32Array(2 ** (bits - 1));
  let lengths = new Int32Array(2 ** (bits - 1));
  let size = 0;

  // The lists of places, linked: a list that was taken is free for others to use.
  let places = new Int32Array(2 * symbols + 1);
  let links = new Int32Array(2 * symbols + 1);
  let used = 0;
  let free = -1;

  function slotOf(left: number, right: number): number {
    const mask = slots.length - 1;
    let at = hashPair(left, right) >>> (32 - bits);
    for (let pair = slots[at] ?? -1; pair !== -1; pair = slots[at] ?? -1) {
      if (lefts[pair] === left && rights[pair] === right) break;
      at = (at + 1) & mask;
    }
    return at;
  }

  function grow(): void {
    bits++;
    slots = new Int32Array(2 ** bits).fill(-1);
    [lefts, rights, lasts, lengths] = [doubled(lefts), doubled(rights), doubled(lasts), doubled(lengths)];
    firsts = doubled(firsts);
    const larger = new Float64Array(2 * counts.length);
    larger.set(counts);
    counts = larger;
    for (let pair = 0; pair < size; pair++) slots[slotOf(lefts[pair] ?? 0, rights[pair] ?? 0)] = pair;
  }

  function numberOf(left: number, right: number): number {
    const slot = slotOf(left, right);
    const known = slots[slot] ?? -1;
    if (known !== -1) return known;
    if (size === lefts.length) {
      grow();
      return numberOf(left, right);
    }
    const pair = size++;
    slots[slot] = pair;
    lefts[pair] = left;
    rights[pair] = right;
    firsts[pair] = -1;
    return pair;
  }

  function note(pair: number, place: number): void {
    let entry = free;
    if (entry !== -1) {
      free = links[entry] ?? -1;
    } else {
      if (used === places.length) [places, links] = [doubled(places), doubled(links)];
      entry = used++;
    }
    places[entry] = place;
    links[entry] = -1;
    if (firsts[pair] === -1) {
      firsts[pair] = entry;
    } else {
      links[lasts[pair] ?? 0] = entry;
    }
    lasts[pair] = entry;
    lengths[pair] = (lengths[pair] ?? 0) + 1;
  }

  function takePlaces(pair: number): Int32Array {
    const taken = new Int32Array(lengths[pair] ?? 0);
    let entry = firsts[pair] ?? -1;
    for (let at = 0; entry !== -1; at++) {
      taken[at] = places[entry] ?? 0;
      const next = links[entry] ?? -1;
      links[entry] = free;
      free = entry;
      entry = next;
    }
    firsts[pair] = -1;
    lengths[pair] = 0;
    return taken;
  }

  return {
    numberOf,
    leftOf: (pair) => lefts[pair] ?? -1,
    rightOf: (pair) => rights[pair] ?? -1,
    countOf: (pair) => counts[pair] ?? 0,
    add: (pair, change) => {
      counts[pair] = (counts[pair] ?? 0) + change;
    },
    note,
    takePlaces,
    size: () => size,
  };
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
