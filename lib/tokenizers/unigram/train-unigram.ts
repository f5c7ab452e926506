import type { WordCounts } from "../bpe/training-options.ts";
import { createBreath, type TrainingControl } from "../pipeline/training.ts";
import { createExpectation } from "./expectation.ts";
import { choosePieces } from "./prune.ts";
import { byScore, findSeeds } from "./seed.ts";
import { layOutWords } from "./training-words.ts";
import { createTrie, renumber } from "./trie.ts";
import type { ScoredPiece, UnigramTables } from "./unigram.ts";

/** How to train a Unigram model. */
export interface UnigramTrainingOptions {
  /** How many pieces there may be; there are fewer where the texts do not have so many that help. */
  readonly vocabularySize: number;
  /** The characters that must be pieces, and the only ones in pieces; all that occur when left out. */
  readonly alphabet?: ReadonlySet<string> | undefined;
  /** Which texts of several characters may be pieces; all when left out. */
  readonly isPiece?: ((piece: string) => boolean) | undefined;
  /** The most characters that a piece may have; 16 when left out. */
  readonly longestPiece?: number;
  /** How many substrings to begin with; a million when left out. */
  readonly seedSize?: number;
  /** The part of the pieces that one round of pruning leaves; 0.75 when left out. */
  readonly shrinkingFactor?: number;
  /** How many rounds of EM there are between prunings; 2 when left out. */
  readonly rounds?: number;
  /** Hears of every round: how many pieces there are, and the mean of the logarithm of a word's probability before it. */
  readonly onRound?: ((round: UnigramRound) => void) | undefined;
}

/** One round of EM. */
export interface UnigramRound {
  readonly pieces: number;
  readonly logLikelihood: number;
}

const leastExpected = 0.5;
const requiredStep = 0.0001;

/**
 * Trains a Unigram model (Kudo, 2018): begins with many frequent substrings, and until few enough are left, fits their
 * probabilities by EM and drops those whose loss is smallest. Characters always stay. As in SentencePiece, EM is the
 * variational one of a sparse prior (digammas for logarithms), and drops what is expected less than half a time.
 *
 * @param counts how often each word occurs; pieces never reach over the end of one.
 * @returns the pieces by falling score.
 * @throws RangeError for a vocabulary that has no room for the characters, or a factor that does not shrink; the
 *   signal's reason when it stops.
 *
 * @example
 * const pieces = await trainUnigram(new Map([["the", 9], ["then", 5], ["hen", 4]]), { vocabularySize: 7 });
 * pieces[0] // ["the", ...]
 */
export async function trainUnigram(
  counts: WordCounts,
  options: UnigramTrainingOptions,
  control: TrainingControl = {},
): Promise<ScoredPiece[]> {
  const { vocabularySize, alphabet, shrinkingFactor = 0.75, rounds = 2 } = options;
  if (!(shrinkingFactor > 0 && shrinkingFactor < 1)) {
    throw new RangeError(`Cannot prune to ${shrinkingFactor} of the pieces: the factor must lie between 0 and 1`);
  }
  const breathe = createBreath(control);
  const isCharacter = (character: string) => alphabet?.has(character) ?? true;
  const words = layOutWords(counts, isCharacter);
  const required = [...words.characters].sort(byScore);
  if (!Number.isSafeInteger(vocabularySize) || vocabularySize < required.length) {
    throw new RangeError(
      `Cannot train with a vocabulary of ${vocabularySize} pieces: the texts have ${required.length} characters, each of which needs a piece`,
    );
  }
  if (required.length === 0) return [];

  const isPiece = (piece: string) =>
    (alphabet === undefined || [...piece].every(isCharacter)) && (options.isPiece?.(piece) ?? true);
  let pieces = findSeeds(words, {
    seedSize: options.seedSize ?? 1_000_000,
    longestPiece: options.longestPiece ?? 16,
    isPiece,
  });
  const began = pieces.length;
  const wanted = Math.floor(vocabularySize * 1.1);
  let tables = tablesOf(pieces);
  const report = () => ({ stage: "prune", done: began - pieces.length, total: Math.max(0, began - wanted) });

  while (true) {
    for (let round = 0; round < rounds; round++) {
      const expectation = createExpectation(tables);
      const expected = new Float64Array(pieces.length);
      let logLikelihood = 0;
      let total = 0;
      for (let word = 0; word < words.texts.length; word++) {
        const count = words.counts[word] ?? 0;
        logLikelihood += count * expectation.add(words.texts[word] ?? "", count, expected);
        total += count;
        if ((word & 255) === 0 && breathe.due()) await breathe(report());
      }
      options.onRound?.({ pieces: pieces.length, logLikelihood: logLikelihood / total });
      ({ pieces, tables } = maximise(pieces, tables, expected));
    }
    if (pieces.length <= wanted) break;
    const texts = pieces.map(([piece]) => piece);
    const size = Math.max(wanted, Math.floor(shrinkingFactor * pieces.length));
    const kept = choosePieces(tables, texts, words, size);
    pieces = kept.map((id) => pieces[id] ?? ["", 0]);
    tables = tablesOf(pieces);
    if (breathe.due()) await breathe(report());
  }
  control.onProgress?.({ ...report(), done: Math.max(0, began - wanted) });
  return completePieces(pieces, required, vocabularySize);
}

function tablesOf(pieces: readonly ScoredPiece[]): UnigramTables {
  const lowest = pieces.reduce((low, [, score]) => Math.min(low, score), Number.POSITIVE_INFINITY);
  return {
    trie: createTrie(pieces.map(([piece]) => piece)),
    scores: Float64Array.from(pieces, ([, score]) => score),
    unknownScore: lowest - 10,
    unknownId: -1,
    singlePrecision: false,
  };
}

/** Gives every piece that is expected often enough the score that its expectation makes best. */
function maximise(pieces: readonly ScoredPiece[], tables: UnigramTables, expected: Float64Array) {
  const numbers = new Int32Array(pieces.length).fill(-1);
  const kept: [string, number][] = [];
  let sum = 0;
  pieces.forEach(([piece], id) => {
    const frequency = expected[id] ?? 0;
    if (frequency < leastExpected) return;
    numbers[id] = kept.push([piece, frequency]) - 1;
    sum += frequency;
  });
  const whole = digamma(sum);
  const better = kept.map(([piece, frequency]): ScoredPiece => [piece, digamma(frequency) - whole]);
  renumber(tables.trie, numbers);
  const scores = Float64Array.from(better, ([, score]) => score);
  const unknownScore = scores.reduce((low, score) => Math.min(low, score), Number.POSITIVE_INFINITY) - 10;
  return { pieces: better, tables: { ...tables, scores, unknownScore } };
}

/** Adds the characters that were dropped, with scores just above the lowest; then the best pieces as there is room. */
function completePieces(
  pieces: readonly ScoredPiece[],
  required: readonly (readonly [string, number])[],
  size: number,
): ScoredPiece[] {
  const scores = new Map(pieces);
  const lowest = pieces.reduce((low, [, score]) => Math.min(low, score), Number.POSITIVE_INFINITY);
  const chosen = new Map<string, number>();
  let missing = 0;
  for (const [character] of required) {
    chosen.set(character, scores.get(character) ?? lowest + requiredStep * missing++);
  }
  for (const [piece, score] of [...pieces].sort(byScore)) {
    if (chosen.size >= size) break;
    chosen.set(piece, score);
  }
  return [...chosen].sort(byScore);
}

/** The derivative of the logarithm of the gamma function, by its asymptotic series from 7 up. */
function digamma(value: number): number {
  let result = 0;
  let at = value;
  for (; at < 7; at++) result -= 1 / at;
  at -= 0.5;
  const square = 1 / at ** 2;
  return result + Math.log(at) + square * (1 / 24 - square * (7 / 960 - square * (31 / 8064 - (square * 127) / 30720)));
}
