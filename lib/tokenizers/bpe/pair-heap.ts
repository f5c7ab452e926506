import type { PairIndex } from "./pair-index.ts";

/**
 * The pairs with the most frequent one on top; of equal ones the one with the lower first id, then the lower second.
 *
 * A count that falls is not looked for in the heap: the entry keeps the old count, and when it comes up with it, it
 * goes back with the new one (as in Hugging Face's trainer).
 */
export interface PairHeap {
  /** Enters a pair with the count that it has now. */
  push(pair: number): void;
  /** Takes the pair with the highest count, or -1 when no pair is left. */
  pop(): number;
}

export function createPairHeap(index: PairIndex): PairHeap {
  let pairs = new Int32Array(2 ** 14);
  let counts = new Float64Array(2 ** 14);
  let size = 0;

  function comesBefore(pair: number, count: number, otherPair: number, otherCount: number): boolean {
    if (count !== otherCount) return count > otherCount;
    const difference = index.leftOf(pair) - index.leftOf(otherPair);
    return difference === 0 ? index.rightOf(pair) < index.rightOf(otherPair) : difference < 0;
  }

  function push(pair: number): void {
    if (size === pairs.length) grow();
    const count = index.countOf(pair);
    let hole = size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const abovePair = pairs[parent] ?? 0;
      const aboveCount = counts[parent] ?? 0;
      if (!comesBefore(pair, count, abovePair, aboveCount)) break;
      pairs[hole] = abovePair;
      counts[hole] = aboveCount;
      hole = parent;
    }
    pairs[hole] = pair;
    counts[hole] = count;
  }

  function removeTop(): void {
    const pair = pairs[--size] ?? 0;
    const count = counts[size] ?? 0;
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      const right = child + 1;
      if (right < size && comesBefore(pairs[right] ?? 0, counts[right] ?? 0, pairs[child] ?? 0, counts[child] ?? 0)) {
        child = right;
      }
      const belowPair = pairs[child] ?? 0;
      const belowCount = counts[child] ?? 0;
      if (!comesBefore(belowPair, belowCount, pair, count)) break;
      pairs[hole] = belowPair;
      counts[hole] = belowCount;
      hole = child;
    }
    pairs[hole] = pair;
    counts[hole] = count;
  }

  function pop(): number {
    while (size > 0) {
      const pair = pairs[0] ?? 0;
      const count = counts[0] ?? 0;
      removeTop();
      const now = index.countOf(pair);
      if (now === count) return pair;
      if (now > 0) push(pair);
    }
    return -1;
  }

  function grow(): void {
    const [morePairs, moreCounts] = [new Int32Array(2 * size), new Float64Array(2 * size)];
    morePairs.set(pairs);
    moreCounts.set(counts);
    [pairs, counts] = [morePairs, moreCounts];
  }

  return { push, pop };
}
