/** No text has this label: it marks a value, or a place that is free. */
const noLabel = 0x80000000;
const block = 256;
const reach = 64;

/** Some of the sorted keys, which begin alike, and the node that they share. */
interface Branch {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/**
 * Builds the tree of keys in the form that SentencePiece's files have (darts-clone's): a double array in which the
 * child of a node by a byte is at its base XOR the byte, and the value of a key at its last node's base.
 *
 * @param keys sorted by their bytes, none twice and none empty; no byte is 0.
 * @param values numbers below 2^31.
 */
export function buildByteTree(keys: readonly Uint8Array[], values: readonly number[]): Uint32Array {
  let units = new Uint32Array(block).fill(noLabel);
  let free = new Uint8Array(block).fill(1);
  // Not 0: the first node stands there, and would be its own child by the byte 0.
  const bases = new Set<number>([0]);
  // Where nodes with few children, and where those with many, last found room: looking from the beginning each time would
  // cost more than the places are worth.
  const hints = [1, 1];

  function grow(): void {
    const more = new Uint32Array(units.length + 64 * block).fill(noLabel);
    more.set(units);
    units = more;
    const moreFree = new Uint8Array(units.length).fill(1);
    moreFree.set(free);
    free = moreFree;
  }

  /** Finds a base that no node has, and at which all labels are free; takes the places. */
  function place(labels: readonly number[]): number {
    const [first = 0] = labels;
    const kind = labels.length > 4 ? 1 : 0;
    for (let at = Math.max(1, (hints[kind] ?? 1) - reach); ; at++) {
      while (at + block >= units.length) grow();
      const base = at ^ first;
      if (free[at] === 0 || bases.has(base) || labels.some((label) => free[base ^ label] === 0)) continue;
      for (const label of labels) free[base ^ label] = 0;
      bases.add(base);
      hints[kind] = at;
      return base;
    }
  }

  free[0] = 0;
  units[0] = 0;
  let largest = 0;
  const branches: Branch[] = [{ node: 0, from: 0, to: keys.length, depth: 0 }];
  for (const { node, from, to, depth } of branches) {
    const children: { label: number; from: number; to: number }[] = [];
    const ends = keys[from]?.length === depth;
    for (let at = ends ? from + 1 : from; at < to; ) {
      const label = keys[at]?.[depth] ?? 0;
      let end = at + 1;
      while (end < to && keys[end]?.[depth] === label) end++;
      children.push({ label, from: at, to: end });
      at = end;
    }
    if (!ends && children.length === 0) continue;
    const labels = children.map(({ label }) => label);
    const base = place(ends ? [0, ...labels] : labels);
    largest = Math.max(largest, base | 0xff);
    units[node] = ((units[node] ?? 0) | ((node ^ base) << 10) | (ends ? 0x100 : 0)) >>> 0;
    if (ends) units[base] = ((values[from] ?? 0) | noLabel) >>> 0;
    for (const child of children) {
      units[base ^ child.label] = child.label;
      branches.push({ node: base ^ child.label, from: child.from, to: child.to, depth: depth + 1 });
    }
  }
  // Whole blocks: a program that reads the array never looks beyond the block of a base.
  return units.slice(0, largest + 1);
}
