import { root } from "./trie.ts";
import type { UnigramTables } from "./unigram.ts";

/**
 * All ways to cut a text, as a graph: its places are between characters, and every edge is a piece that stands from one
 * place to another. The edges are sorted by where they begin; the first `count` of each array are in use.
 */
export interface Lattice {
  starts: Int32Array;
  ends: Int32Array;
  ids: Int32Array;
  count: number;
}

/** Makes room for a lattice. */
export function createLattice(capacity = 1024): Lattice {
  return {
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    ids: new Int32Array(capacity),
    count: 0,
  };
}

/**
 * Fills a lattice with the edges of a text; a character that no piece spells gets an edge with the id -1.
 *
 * The walk through the tree stands here and in viterbi.ts: through a function that both call it takes 40 % longer.
 */
export function fillLattice(lattice: Lattice, { trie }: UnigramTables, text: string): void {
  const { codes, base, check, values } = trie;
  const { length } = text;
  lattice.count = 0;

  function add(start: number, end: number, id: number): void {
    const at = lattice.count++;
    if (at === lattice.ids.length) {
      lattice.starts = doubled(lattice.starts);
      lattice.ends = doubled(lattice.ends);
      lattice.ids = doubled(lattice.ids);
    }
    lattice.starts[at] = start;
    lattice.ends[at] = end;
    lattice.ids[at] = id;
  }

  for (let start = 0; start < length; ) {
    const unit = text.charCodeAt(start);
    const isPair = (unit & 0xfc00) === 0xd800 && (text.charCodeAt(start + 1) & 0xfc00) === 0xdc00;
    const next = start + (isPair ? 2 : 1);
    let spelled = false;
    let node = root;
    for (let end = start; end < length; ) {
      const code = codes[text.charCodeAt(end)] ?? 0;
      const child = (base[node] ?? 0) + code;
      if (code === 0 || check[child] !== node) break;
      node = child;
      end++;
      const id = values[node] ?? -1;
      if (id === -1) continue;
      add(start, end, id);
      if (end === next) spelled = true;
    }
    if (!spelled) add(start, next, -1);
    start = next;
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
