import { shinglesOf } from "./shingles.ts";

/** How many words stand in a run that is looked up. */
const shingleSize = 5;
/** How many of the documents with the most common runs are compared letter by letter. */
const candidates = 4;
/** A run and a document share one number: 32 bits of the run, then 21 for the document. */
const documentLimit = 2 ** 21;

/** Which document of a corpus comes nearest to a text, and how near. */
export interface Nearest {
  /** Its place in the corpus, or -1 if no document has a run of five words in common with the text. */
  index: number;
  /** The share of the text's runs of five words that the document holds, from 0 to 1: 1 for a copy. */
  shared: number;
  /** The share of the text's runs of five words that occur anywhere in the corpus. */
  known: number;
  /** The longest stretch of characters that text and document have in common. */
  longestCommon: string;
}

/**
 * Indexes a corpus, so that the nearest document of a text is found in milliseconds: shows whether a sample of a model
 * is a copy of what it was trained on.
 *
 * @param corpus up to 2 million documents
 * @returns a search for the document with the most runs of five words in common; of equals, the one with the longest
 *   common stretch
 * @throws RangeError for a larger corpus
 * @example
 * const stories = sampleStories({ count: 100, seed: 1 });
 * createNearestSearch(stories)(stories[7] ?? "").shared; // 1: a copy
 */
export function createNearestSearch(corpus: readonly string[]): (text: string) => Nearest {
  if (corpus.length > documentLimit) {
    throw new RangeError(`Cannot index ${corpus.length} documents: at most ${documentLimit} have room`);
  }
  const runs = corpus.map((document) => shinglesOf(document, shingleSize));
  const entries = new Float64Array(runs.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  runs.forEach((shingles, document) => {
    for (const shingle of shingles) {
      entries[filled++] = shingle * documentLimit + document;
    }
  });
  entries.sort();

  return (text) => {
    const shingles = new Set(shinglesOf(text, shingleSize));
    const counts = new Map<number, number>();
    let known = 0;
    for (const shingle of shingles) {
      const holders = holdersOf(entries, shingle);
      known += Number(holders.size > 0);
      for (const document of holders) {
        counts.set(document, (counts.get(document) ?? 0) + 1);
      }
    }
    const best = [...counts].sort(([, first], [, second]) => second - first).slice(0, candidates);
    let nearest: Nearest = { index: -1, shared: 0, known: known / Math.max(shingles.size, 1), longestCommon: "" };
    for (const [index, count] of best) {
      const longestCommon = longestCommonStretch(text, corpus[index] ?? "");
      const shared = count / shingles.size;
      if (
        shared > nearest.shared ||
        (shared === nearest.shared && longestCommon.length > nearest.longestCommon.length)
      ) {
        nearest = { ...nearest, index, shared, longestCommon };
      }
    }
    return nearest;
  };
}

/**
 * Finds the story of a corpus that comes nearest to a text. For many texts, index the corpus once with
 * `createNearestSearch`.
 *
 * @example
 * nearestStory("Once a year there was a race around the lake.", sampleStories({ count: 500, seed: 1 })).longestCommon;
 */
export function nearestStory(text: string, corpus: readonly string[]): Nearest {
  return createNearestSearch(corpus)(text);
}

/** Finds the documents that hold a run, by bisection in the sorted entries. */
function holdersOf(entries: Float64Array, shingle: number): Set<number> {
  const first = shingle * documentLimit;
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle] ?? 0) < first) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const holders = new Set<number>();
  for (let at = low; at < entries.length && (entries[at] ?? 0) < first + documentLimit; at++) {
    holders.add((entries[at] ?? 0) - first);
  }
  return holders;
}

/** Finds the longest stretch that two texts have in common, by the lengths of the common ends of their beginnings. */
function longestCommonStretch(first: string, second: string): string {
  let before = new Uint32Array(second.length + 1);
  let longest = 0;
  let end = 0;
  for (let at = 0; at < first.length; at++) {
    const current = new Uint32Array(second.length + 1);
    for (let other = 0; other < second.length; other++) {
      if (first.charCodeAt(at) === second.charCodeAt(other)) {
        const length = (before[other] ?? 0) + 1;
        current[other + 1] = length;
        if (length > longest) {
          longest = length;
          end = at + 1;
        }
      }
    }
    before = current;
  }
  return first.slice(end - longest, end);
}
