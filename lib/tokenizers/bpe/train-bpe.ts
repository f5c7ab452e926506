import type { Normaliser, PreTokenizer } from "../pipeline/parts.ts";
import type { Texts, TrainingControl } from "../pipeline/training.ts";
import { type Bpe, createBpe } from "./bpe.ts";
import { countWords } from "./count-words.ts";
import { trainMerges } from "./train-merges.ts";
import type { MergeTrainingOptions } from "./training-options.ts";

/** How to train a BPE model on text. */
export interface BpeTrainingOptions extends MergeTrainingOptions, TrainingControl {
  readonly normaliser?: Normaliser | undefined;
  readonly preTokenizer?: PreTokenizer | undefined;
  /** Stands for what the vocabulary lacks; is added to the special tokens where it is not among them. */
  readonly unknownToken?: string | undefined;
}

/**
 * Trains a BPE model: cuts the texts into words, counts them, and finds the merges.
 *
 * @throws RangeError for a vocabulary size that is no whole number; the signal's reason when it stops.
 *
 * @example
 * const bpe = await trainBpe("the teacher taught the student", { preTokenizer: whitespace(), vocabularySize: 20 });
 * bpe.options.merges[0] // ["h", "e"]
 */
export async function trainBpe(texts: Texts, options: BpeTrainingOptions): Promise<Bpe> {
  const { unknownToken, specialTokens = [] } = options;
  const counts = await countWords(texts, options, options);
  const first = unknownToken === undefined || specialTokens.includes(unknownToken) ? [] : [unknownToken];
  const trained = await trainMerges(counts, { ...options, specialTokens: [...first, ...specialTokens] }, options);
  const { continuingPrefix, wordSuffix } = options;
  return createBpe({ ...trained, unknownToken, continuingPrefix, wordSuffix });
}
