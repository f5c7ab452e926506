import type { MergeTable } from "./merge-table.ts";

/** The symbols of a word while they merge: the first `count` of each array are in use. */
export interface Symbols {
  ids: Int32Array;
  /** Where each symbol begins in the word, and where it ends. */
  starts: Int32Array;
  ends: Int32Array;
  count: number;
}

/** Makes room for the symbols of a word. */
export function createSymbols(capacity: number): Symbols {
  return {
    ids: new Int32Array(capacity),
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    count: 0,
  };
}

/** Below this many symbols looking at all pairs is quicker than a heap. */
const fewSymbols = 24;
const noRank = 0x7fffffff;
let scratch = new Int32Array(fewSymbols);

/**
 * Merges the symbols of a word in place, as BPE does (Sennrich et al., 2016): always the pair with the lowest rank, of
 * several equal ones the leftmost, until no pair is in the table.
 */
export function mergeSymbols(symbols: Symbols, table: MergeTable): void {
  if (symbols.count <= fewSymbols) {
    mergeByScanning(symbols, table);
  } else {
    mergeByHeap(symbols, table);
  }
}

/** Looks at all pairs for each merge: the plain way, its time grows with the square of the word. */
export function mergeByScanning(symbols: Symbols, table: MergeTable): void {
  const { ids, starts, ends } = symbols;
  let { count } = symbols;
  if (scratch.length < count) scratch = new Int32Array(count);
  const ranks = scratch;
  const rankAt = (at: number): number => {
    const found = at + 1 < count && at >= 0 ? table.find(ids[at] ?? 0, ids[at + 1] ?? 0) : -1;
    return found === -1 ? noRank : (table.ranks[found] ?? noRank);
  };
  for (let at = 0; at < count; at++) ranks[at] = rankAt(at);

  while (true) {
    let lowest = noRank;
    let best = -1;
    for (let at = 0; at + 1 < count; at++) {
      const rank = ranks[at] ?? noRank;
      if (rank < lowest) {
        lowest = rank;
        best = at;
      }
    }
    if (best === -1) break;
    ids[best] = table.merged[table.find(ids[best] ?? 0, ids[best + 1] ?? 0)] ?? 0;
    ends[best] = ends[best + 1] ?? 0;
    count--;
    for (let at = best + 1; at < count; at++) {
      ids[at] = ids[at + 1] ?? 0;
      starts[at] = starts[at + 1] ?? 0;
      ends[at] = ends[at + 1] ?? 0;
      ranks[at] = ranks[at + 1] ?? noRank;
    }
    ranks[best] = rankAt(best);
    if (best > 0) ranks[best - 1] = rankAt(best - 1);
  }
  symbols.count = count;
}

/**
 * Keeps the pairs in a heap, and the symbols in a linked list: n symbols take about n log n steps, so that a run of
 * 64,000 letters takes milliseconds.
 */
export function mergeByHeap(symbols: Symbols, table: MergeTable): void {
  const { ids, starts, ends, count } = symbols;
  const next = new Int32Array(count);
  const previous = new Int32Array(count);
  // A merge adds two pairs at most, and takes a symbol away: 3 n entries are enough.
  const heap = new Float64Array(3 * count + 1);
  let size = 0;
  // Rank and place in one number, so that they compare as one: below 2^53, because a word is shorter than 2^22 or so.
  const span = count + 1;

  function offer(at: number): void {
    const after = next[at] ?? -1;
    const found = after === -1 ? -1 : table.find(ids[at] ?? 0, ids[after] ?? 0);
    if (found === -1) return;
    const key = (table.ranks[found] ?? 0) * span + at;
    let hole = size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent] ?? 0;
      if (above <= key) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = key;
  }

  function take(): number {
    const top = heap[0] ?? 0;
    const key = heap[--size] ?? 0;
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++;
      const below = heap[child] ?? 0;
      if (below >= key) break;
      heap[hole] = below;
      hole = child;
    }
    heap[hole] = key;
    return top;
  }

  for (let at = 0; at < count; at++) {
    next[at] = at + 1 < count ? at + 1 : -1;
    previous[at] = at - 1;
  }
  for (let at = 0; at < count; at++) offer(at);

  while (size > 0) {
    const top = take();
    const rank = Math.floor(top / span);
    const at = top - rank * span;
    const after = next[at] ?? -1;
    if (ids[at] === -1 || after === -1) continue;
    const found = table.find(ids[at] ?? 0, ids[after] ?? 0);
    // The pair that was here when the entry was made may have merged with a neighbour since.
    if (found === -1 || table.ranks[found] !== rank) continue;
    ids[at] = table.merged[found] ?? 0;
    ends[at] = ends[after] ?? 0;
    ids[after] = -1;
    const beyond = next[after] ?? -1;
    next[at] = beyond;
    if (beyond !== -1) previous[beyond] = at;
    offer(at);
    const before = previous[at] ?? -1;
    if (before !== -1) offer(before);
  }

  let kept = 0;
  for (let at = 0; at < count; at++) {
    if (ids[at] !== -1) {
      ids[kept] = ids[at] ?? 0;
      starts[kept] = starts[at] ?? 0;
      ends[kept] = ends[at] ?? 0;
      kept++;
    }
  }
  symbols.count = kept;
}
