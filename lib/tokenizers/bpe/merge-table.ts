/** Which pairs of tokens merge: their rank (the lower the sooner) and the token that they become. */
export interface MergeTable {
  /** Finds the place of a pair in `ranks` and `merged`, or -1. */
  find(left: number, right: number): number;
  readonly ranks: Int32Array;
  readonly merged: Int32Array;
}

/** A merge by ids. */
export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly rank: number;
  readonly merged: number;
}

/**
 * Builds a hash table with open addressing over typed arrays: it finds a pair without making a key, which a Map would
 * need, and that is most of what encoding does. A pair that is listed twice keeps its first rank.
 */
export function createMergeTable(merges: readonly Merge[]): MergeTable {
  const bits = Math.max(4, Math.ceil(Math.log2(2 * merges.length + 1)));
  const size = 2 ** bits;
  const lefts = new Int32Array(size).fill(-1);
  const rights = new Int32Array(size);
  const ranks = new Int32Array(size);
  const merged = new Int32Array(size);
  const shift = 32 - bits;
  const mask = size - 1;

  /** The place of the pair, or the free place where it would stand. */
  function place(left: number, right: number): number {
    let at = hashPair(left, right) >>> shift;
    while (lefts[at] !== -1 && (lefts[at] !== left || rights[at] !== right)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  for (const merge of merges) {
    const at = place(merge.left, merge.right);
    if (lefts[at] === -1) {
      lefts[at] = merge.left;
      rights[at] = merge.right;
      ranks[at] = merge.rank;
      merged[at] = merge.merged;
    }
  }

  return {
    find: (left, right) => {
      const at = place(left, right);
      return lefts[at] === -1 ? -1 : at;
    },
    ranks,
    merged,
  };
}

/** Mixes two ids into 32 bits, of which the upper ones are the best. */
export function hashPair(left: number, right: number): number {
  const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right + 0x7f4a7c15, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0x9e3779b1);
}
