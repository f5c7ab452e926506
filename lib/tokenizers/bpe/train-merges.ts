import { createBreath, type TrainingControl } from "../pipeline/training.ts";
import { joinTokens, type MergeRule } from "./bpe.ts";
import { createPairHeap } from "./pair-heap.ts";
import { createPairIndex } from "./pair-index.ts";
import { type SpelledWords, spellWords } from "./spell-words.ts";
import type { MergeTrainingOptions, TrainedMerges, WordCounts } from "./training-options.ts";

/**
 * Trains BPE quickly: finds exactly what `watchTraining` finds, ties included.
 *
 * Each different word is kept once, as a linked list of symbols. A merge visits only the places where its pair stands,
 * and changes the counts of the pairs beside them; a heap knows the most frequent pair.
 *
 * @param counts how often each word occurs.
 * @throws RangeError for a vocabulary size or frequency that is no whole number; the signal's reason when it stops.
 *
 * @example
 * const { merges } = await trainMerges(new Map([["the", 2], ["teacher", 1]]), { vocabularySize: 8 });
 * merges // [["h", "e"], ["t", "he"]]
 */
export async function trainMerges(
  counts: WordCounts,
  options: MergeTrainingOptions,
  control: TrainingControl = {},
): Promise<TrainedMerges> {
  const breathe = createBreath(control);
  const spelled = spellWords(counts, options);
  const { vocabulary } = spelled;
  const ids = new Map(vocabulary.map((token, id) => [token, id]));
  const merges: MergeRule[] = [];
  const listed = new Set<number>();
  const least = Math.max(1, options.minimumFrequency ?? 1);
  const text = linkWords(spelled);
  const index = createPairIndex(text.size);
  const heap = createPairHeap(index);

  for (let place = 0; place < text.size; place++) {
    const next = text.next[place] ?? -1;
    if (next !== -1) {
      const pair = index.numberOf(text.ids[place] ?? 0, text.ids[next] ?? 0);
      index.add(pair, text.counts[place] ?? 0);
      index.note(pair, place);
    }
  }
  for (let pair = 0; pair < index.size(); pair++) {
    if (index.countOf(pair) > 0) heap.push(pair);
  }

  // The pairs that became more frequent in this merge, each once.
  const grown: number[] = [];
  let isGrown = new Uint8Array(2 ** 16);

  function gain(left: number, right: number, place: number, count: number): void {
    const pair = index.numberOf(left, right);
    index.add(pair, count);
    index.note(pair, place);
    if (pair >= isGrown.length) {
      const larger = new Uint8Array(2 * Math.max(pair, isGrown.length));
      larger.set(isGrown);
      isGrown = larger;
    }
    if (isGrown[pair] === 0) {
      isGrown[pair] = 1;
      grown.push(pair);
    }
  }

  function lose(left: number, right: number, count: number): void {
    index.add(index.numberOf(left, right), -count);
  }

  /** Merges the pair at a place, if it still stands there. */
  function mergeAt(place: number, left: number, right: number, merged: number): void {
    const { ids: symbols, next, previous } = text;
    const after = next[place] ?? -1;
    if (symbols[place] !== left || after === -1 || symbols[after] !== right) return;
    const count = text.counts[place] ?? 0;
    const before = previous[place] ?? -1;
    const beyond = next[after] ?? -1;
    lose(left, right, count);
    symbols[place] = merged;
    symbols[after] = -1;
    next[place] = beyond;
    if (before !== -1) {
      lose(symbols[before] ?? 0, left, count);
      gain(symbols[before] ?? 0, merged, before, count);
    }
    if (beyond !== -1) {
      previous[beyond] = place;
      lose(right, symbols[beyond] ?? 0, count);
      gain(merged, symbols[beyond] ?? 0, place, count);
    }
  }

  while (vocabulary.length < options.vocabularySize) {
    const pair = heap.pop();
    if (pair === -1 || index.countOf(pair) < least) break;
    const [left, right] = [index.leftOf(pair), index.rightOf(pair)];
    const rule: MergeRule = [vocabulary[left] ?? "", vocabulary[right] ?? ""];
    const token = joinTokens(...rule, options.continuingPrefix);
    const merged = ids.get(token) ?? vocabulary.push(token) - 1;
    ids.set(token, merged);
    if (!listed.has(pair)) merges.push(rule);
    listed.add(pair);
    const places = index.takePlaces(pair);
    // In a run of one symbol pairs overlap: then, and only then, it matters that the left ones merge first.
    if (left === right) places.sort();
    // Plain loops: before code is hot, an iterator costs more than what is done with its items.
    for (let at = 0; at < places.length; at++) mergeAt(places[at] ?? 0, left, right, merged);
    for (let at = 0; at < grown.length; at++) {
      const more = grown[at] ?? 0;
      isGrown[more] = 0;
      if (index.countOf(more) > 0) heap.push(more);
    }
    grown.length = 0;
    if (breathe.due()) {
      await breathe({ stage: "merge", done: vocabulary.length, total: options.vocabularySize });
    }
  }
  control.onProgress?.({ stage: "merge", done: vocabulary.length, total: options.vocabularySize });
  return { vocabulary, merges };
}

/** Each symbol with its neighbours in its word, and the count of the word. */
function linkWords({ ids, ends, counts: wordCounts }: SpelledWords) {
  const size = ids.length;
  const next = new Int32Array(size).fill(-1);
  const previous = new Int32Array(size).fill(-1);
  const counts = new Float64Array(size);
  for (let word = 0, place = 0; word < ends.length; word++) {
    const end = ends[word] ?? 0;
    const count = wordCounts[word] ?? 0;
    for (let first = true; place < end; place++, first = false) {
      counts[place] = count;
      if (!first) {
        previous[place] = place - 1;
        next[place - 1] = place;
      }
    }
  }
  return { ids, next, previous, counts, size };
}
