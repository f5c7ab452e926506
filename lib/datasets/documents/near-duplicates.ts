import { mixed, shinglesOf } from "./shingles.ts";

/** How many words stand in a run that is compared. */
const shingleSize = 5;
/** Signatures of 96 numbers in 32 bands of 3: texts that share 0.5 of their runs meet in a band with probability 0.986. */
const bands = 32;
const bandRows = 3;
/** One scrambling for each number of a signature: an odd factor and something to add, as in universal hashing. */
const multipliers = Uint32Array.from({ length: bands * bandRows }, (_, row) => mixed(2 * row + 1) | 1);
const offsets = Uint32Array.from({ length: bands * bandRows }, (_, row) => mixed(2 * row + 2));

/**
 * Finds documents that are nearly the same, by the share of runs of five words that two have in common (their Jaccard
 * similarity). Candidates come from min-hash signatures (Broder 1997), so not every pair is compared; each candidate
 * is then compared exactly. Groups grow by chains: what is near a member belongs to the group.
 *
 * @param documents texts
 * @param similarity the share from which two documents are near, above 0 up to 1. Below 0.5, more and more pairs are missed
 * @returns [documents] the index of the first document of each document's group: its own when it stands alone
 * @throws RangeError for a similarity out of its range
 * @example
 * nearDuplicateGroups(["a b c d e f g", "x", "a b c d e f h"], 0.5); // [0, 1, 0]
 */
export function nearDuplicateGroups(documents: readonly string[], similarity: number): number[] {
  if (!(similarity > 0 && similarity <= 1)) {
    throw new RangeError(`Cannot group documents by a similarity of ${similarity}: it must lie between 0 and 1`);
  }
  const shingles = documents.map((document) => new Set(shinglesOf(document, shingleSize)));
  const group = documents.map((_, index) => index);
  const firstOf = (index: number): number => {
    const next = group[index] ?? index;
    return next === index ? index : firstOf(next);
  };
  const buckets = new Map<string, number[]>();
  shingles.forEach((own, index) => {
    const compared = new Set<number>();
    for (const bucket of bucketsOf(own)) {
      const others = buckets.get(bucket) ?? [];
      for (const other of others.filter((candidate) => !compared.has(candidate))) {
        compared.add(other);
        if (firstOf(other) !== firstOf(index) && resemblance(own, shingles[other] ?? own) >= similarity) {
          const [low, high] = [firstOf(other), firstOf(index)].sort((first, second) => first - second);
          group[high ?? index] = low ?? other;
        }
      }
      others.push(index);
      buckets.set(bucket, others);
    }
  });
  return group.map((_, index) => firstOf(index));
}

/** The share of all runs of two texts that both have. */
function resemblance(first: ReadonlySet<number>, second: ReadonlySet<number>): number {
  let shared = 0;
  for (const shingle of first) {
    shared += Number(second.has(shingle));
  }
  const all = first.size + second.size - shared;
  return all === 0 ? 1 : shared / all;
}

/** Names the bands of a min-hash signature: the smallest shingle under each of many scramblings. */
function bucketsOf(shingles: ReadonlySet<number>): string[] {
  const smallest = new Uint32Array(bands * bandRows).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let row = 0; row < smallest.length; row++) {
      const scrambled = (Math.imul(shingle, multipliers[row] ?? 1) + (offsets[row] ?? 0)) >>> 0;
      if (scrambled < (smallest[row] ?? 0)) {
        smallest[row] = scrambled;
      }
    }
  }
  return Array.from(
    { length: bands },
    (_, band) => `${band}:${smallest.subarray(band * bandRows, (band + 1) * bandRows).join(",")}`,
  );
}
