import { createRandom } from "../../random/index.ts";
import { nearDuplicateGroups } from "./near-duplicates.ts";

/** Documents to train on, and documents to test with. */
export interface Split {
  training: string[];
  test: string[];
}

/**
 * Splits documents without leakage: equal and nearly equal ones stand on the same side, so a model is never tested
 * on what it has learnt by heart. Which side depends on the seed and the text alone: adding a document moves no other,
 * unless it is nearly the same.
 *
 * @param documents texts; their order is kept on either side
 * @param options.testShare about which share of the documents to hold back, between 0 and 1; 0.1 unless told
 * @param options.seed a whole number
 * @param options.similarity the share of common runs of five words from which two documents are nearly the same; 0.5
 *   unless told
 * @throws RangeError for a share out of its range
 * @example
 * const { training, test } = splitDocuments(sampleStories({ count: 1000, seed: 1 }), { seed: 1 });
 */
export function splitDocuments(
  documents: readonly string[],
  { testShare = 0.1, seed, similarity = 0.5 }: { testShare?: number; seed: number; similarity?: number },
): Split {
  if (!(testShare > 0 && testShare < 1)) {
    throw new RangeError(`Cannot hold back a share of ${testShare}: it must lie between 0 and 1`);
  }
  const random = createRandom(seed);
  const groups = nearDuplicateGroups(documents, similarity);
  // The text that comes first in the alphabet speaks for its group, whatever the order of the documents.
  const speakers = new Map<number, string>();
  documents.forEach((document, index) => {
    const group = groups[index] ?? index;
    const speaker = speakers.get(group);
    speakers.set(group, speaker === undefined || document < speaker ? document : speaker);
  });
  const isTest = new Map(
    [...speakers].map(([group, text]) => [group, random.stream(`split ${text}`).uniform() < testShare]),
  );
  const onSide = (side: boolean) => documents.filter((_, index) => isTest.get(groups[index] ?? index) === side);
  return { training: onSide(false), test: onSide(true) };
}
