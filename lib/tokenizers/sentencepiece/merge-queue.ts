/**
 * Pairs with the most frequent one first; `compare` decides between equally frequent ones. A count that falls is not
 * looked for: the entry comes up with the old count, and goes back with the new one.
 */
export interface MergeQueue {
  /** Enters a pair with the count that it has now. */
  push(pair: number): void;
  /** Takes the first pair, or gives -1 when no pair occurs any more. */
  pop(): number;
}

export function createMergeQueue(
  countOf: (pair: number) => number,
  compare: (first: number, second: number) => number,
): MergeQueue {
  const pairs: number[] = [];
  const counts: number[] = [];

  function comesBefore(pair: number, count: number, other: number, otherCount: number): boolean {
    return count === otherCount ? compare(pair, other) < 0 : count > otherCount;
  }

  function push(pair: number): void {
    const count = countOf(pair);
    if (count <= 0) return;
    let hole = pairs.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const [above, aboveCount] = [pairs[parent] ?? 0, counts[parent] ?? 0];
      if (!comesBefore(pair, count, above, aboveCount)) break;
      pairs[hole] = above;
      counts[hole] = aboveCount;
      hole = parent;
    }
    pairs[hole] = pair;
    counts[hole] = count;
  }

  function removeFirst(): void {
    const [pair = 0, count = 0] = [pairs.pop(), counts.pop()];
    const size = pairs.length;
    if (size === 0) return;
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      const next = child + 1;
      if (next < size && comesBefore(pairs[next] ?? 0, counts[next] ?? 0, pairs[child] ?? 0, counts[child] ?? 0)) {
        child = next;
      }
      const [below, belowCount] = [pairs[child] ?? 0, counts[child] ?? 0];
      if (!comesBefore(below, belowCount, pair, count)) break;
      pairs[hole] = below;
      counts[hole] = belowCount;
      hole = child;
    }
    pairs[hole] = pair;
    counts[hole] = count;
  }

  function pop(): number {
    while (pairs.length > 0) {
      const [pair = -1] = pairs;
      const [count] = counts;
      removeFirst();
      const now = countOf(pair);
      if (now === count) return pair;
      push(pair);
    }
    return -1;
  }

  return { push, pop };
}
