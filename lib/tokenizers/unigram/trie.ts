/**
 * The pieces of a vocabulary as a tree: a step reads one UTF-16 unit. The tree lies in a double array (Aoe, 1989): the
 * child of a node by a unit is at `base[node] + codes[unit]`, and is there if `check` of that place names the node.
 */
export interface Trie {
  /** A small number for every unit that occurs, the frequent ones first; 0 for the others. */
  readonly codes: Uint16Array;
  readonly base: Int32Array;
  readonly check: Int32Array;
  /** The number of the piece that ends at a node, or -1. */
  readonly values: Int32Array;
}

/** The place where every search begins. */
export const root = 0;

/**
 * Goes from a node to its child, or gives -1.
 *
 * @param unit a UTF-16 unit.
 */
export function childOf(trie: Trie, node: number, unit: number): number {
  const code = trie.codes[unit] ?? 0;
  if (code === 0) return -1;
  const child = (trie.base[node] ?? 0) + code;
  return trie.check[child] === node ? child : -1;
}

/** Builds the tree of pieces, whose numbers are their places in the list; empty ones are left out. */
export function createTrie(pieces: readonly string[]): Trie {
  const codes = numberUnits(pieces);
  const order = pieces.map((_, at) => at).filter((at) => pieces[at] !== "");
  order.sort((first, second) => comparePieces(pieces[first] ?? "", pieces[second] ?? "", codes));
  const widest = codes.reduce((most, code) => Math.max(most, code), 0) + 1;
  const slots = createSlots(
    pieces.reduce((sum, { length }) => sum + length, 0),
    widest,
  );
  // Nodes wait here as the range of sorted pieces below them; the longest rows of children are not sorted out first,
  // because going down level by level places them early anyway.
  const waiting: { node: number; from: number; to: number; depth: number }[] = [
    { node: root, from: 0, to: order.length, depth: 0 },
  ];
  for (let next = 0; next < waiting.length; next++) {
    const { node, from, to, depth } = waiting[next] ?? { node: 0, from: 0, to: 0, depth: 0 };
    let first = from;
    for (; first < to && pieces[order[first] ?? 0]?.length === depth; first++) slots.values[node] = order[first] ?? -1;
    const children: { code: number; from: number; to: number }[] = [];
    for (let at = first; at < to; ) {
      const unit = pieces[order[at] ?? 0]?.charCodeAt(depth) ?? 0;
      let end = at + 1;
      while (end < to && pieces[order[end] ?? 0]?.charCodeAt(depth) === unit) end++;
      children.push({ code: codes[unit] ?? 0, from: at, to: end });
      at = end;
    }
    if (children.length === 0) continue;
    const base = slots.place(children.map(({ code }) => code));
    slots.base[node] = base;
    for (const { code, from, to } of children) {
      slots.check[base + code] = node;
      waiting.push({ node: base + code, from, to, depth: depth + 1 });
    }
  }
  // A step from any node stays inside the arrays.
  const size = slots.used() + widest + 1;
  return {
    codes,
    base: slots.base.slice(0, size),
    check: slots.check.slice(0, size),
    values: slots.values.slice(0, size),
  };
}

/** Numbers the units from 1 up, the most frequent first, so that the rows of most nodes are short. */
function numberUnits(pieces: readonly string[]): Uint16Array {
  const counts = new Float64Array(0x10000);
  const units: number[] = [];
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at++) {
      const unit = piece.charCodeAt(at);
      if (counts[unit] === 0) units.push(unit);
      counts[unit] = (counts[unit] ?? 0) + 1;
    }
  }
  units.sort((first, second) => (counts[second] ?? 0) - (counts[first] ?? 0));
  const codes = new Uint16Array(0x10000);
  units.forEach((unit, at) => {
    codes[unit] = at + 1;
  });
  return codes;
}

function comparePieces(first: string, second: string, codes: Uint16Array): number {
  const length = Math.min(first.length, second.length);
  for (let at = 0; at < length; at++) {
    const difference = (codes[first.charCodeAt(at)] ?? 0) - (codes[second.charCodeAt(at)] ?? 0);
    if (difference !== 0) return difference;
  }
  return first.length - second.length;
}

/** The arrays while they fill, with the free places in a list. */
function createSlots(expected: number, width: number) {
  let capacity = 2 ** Math.ceil(Math.log2(expected + 2)) + 2 * width;
  const slots = {
    base: new Int32Array(capacity),
    check: new Int32Array(capacity).fill(-1),
    values: new Int32Array(capacity).fill(-1),
    place,
    used: () => last,
  };
  // The root stands at 0 and is nobody's child.
  slots.check[0] = -2;
  let last = 0;
  let lowest = 1;

  function grow(): void {
    const larger = (array: Int32Array) => {
      const copy = new Int32Array(2 * capacity).fill(-1);
      copy.set(array);
      return copy;
    };
    slots.base = larger(slots.base);
    slots.check = larger(slots.check);
    slots.values = larger(slots.values);
    capacity *= 2;
  }

  /** Finds the first base at which all codes, which ascend, fall on free places; takes these. */
  function place(codes: readonly number[]): number {
    const [first = 1] = codes;
    const widest = codes.at(-1) ?? first;
    while (slots.check[lowest] !== -1) lowest++;
    let tried = 0;
    for (let at = Math.max(lowest, first); ; at++) {
      const base = at - first;
      if (base + widest + width >= capacity) grow();
      if (slots.check[at] !== -1) continue;
      if (codes.every((code) => slots.check[base + code] === -1)) {
        for (const code of codes) slots.check[base + code] = node;
        last = Math.max(last, base + widest);
        // Where almost nothing fits any more, looking again costs more than the places are worth.
        if (tried > 256) lowest = Math.max(lowest, at - 256);
        return base;
      }
      tried++;
    }
  }
  /** Marks a place as taken until its parent is known. */
  const node = -3;
  return slots;
}

/** Gives the pieces of a tree other numbers; those that get -1 are no pieces any more. */
export function renumber(trie: Trie, numbers: Int32Array): void {
  const { values } = trie;
  for (let node = 0; node < values.length; node++) {
    const value = values[node] ?? -1;
    if (value !== -1) values[node] = numbers[value] ?? -1;
  }
}
