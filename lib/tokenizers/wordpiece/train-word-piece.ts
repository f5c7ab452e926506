import { countWords } from "../bpe/count-words.ts";
import { trainMerges } from "../bpe/train-merges.ts";
import { wordPieceDecoder } from "../decoders/word-piece.ts";
import { type BertNormaliserOptions, bertNormaliser } from "../normalisers/bert.ts";
import type { Model, Normaliser, PreTokenizer } from "../pipeline/parts.ts";
import { createTokenizer, type Tokenizer } from "../pipeline/tokenizer.ts";
import type { Texts, TrainingControl } from "../pipeline/training.ts";
import { template } from "../post-processors/template.ts";
import { bertPreTokenizer } from "../pre-tokenizers/words.ts";
import { createWordPiece } from "./word-piece.ts";

/** How to train a WordPiece vocabulary. */
export interface WordPieceTrainingOptions extends TrainingControl {
  /** How many tokens the vocabulary may have, special tokens and characters among them. */
  readonly vocabularySize: number;
  /** Merges no pair that is rarer than this; 1 when left out. */
  readonly minimumFrequency?: number;
  /** Come first in the vocabulary, in this order; the unknown token must be one of them. */
  readonly specialTokens?: readonly string[];
  readonly unknownToken?: string;
  /** Keeps only this many characters, the most frequent ones. */
  readonly alphabetLimit?: number | undefined;
  readonly continuingPrefix?: string;
  readonly normaliser?: Normaliser | undefined;
  readonly preTokenizer?: PreTokenizer | undefined;
}

/**
 * Trains a WordPiece model as Hugging Face does, which is not as Google did (that program was never published): the
 * merges of BPE, with "##" before what continues a word, of which only the vocabulary is kept.
 *
 * @example
 * const model = await trainWordPiece("teach teacher teaches", { preTokenizer: whitespace(), vocabularySize: 20 });
 * model.vocabulary.idOf("teacher") // 19
 */
export async function trainWordPiece(texts: Texts, options: WordPieceTrainingOptions): Promise<Model> {
  const { unknownToken = "[UNK]", continuingPrefix = "##", specialTokens = [] } = options;
  const counts = await countWords(texts, options, options);
  const first = specialTokens.includes(unknownToken) ? specialTokens : [unknownToken, ...specialTokens];
  const trained = await trainMerges(counts, { ...options, continuingPrefix, specialTokens: first }, options);
  return createWordPiece({ vocabulary: trained.vocabulary, unknownToken, continuingPrefix });
}

/**
 * Trains a whole tokenizer like BERT's: its normaliser, its pre-tokenizer, WordPiece, and [CLS] and [SEP] around texts.
 *
 * @example
 * const tokenizer = await trainBertTokenizer("The teacher taught the student", { vocabularySize: 60 });
 * tokenizer.encode("The student").tokens.at(0) // "[CLS]"
 */
export async function trainBertTokenizer(
  texts: Texts,
  options: Omit<WordPieceTrainingOptions, "specialTokens" | "unknownToken" | "normaliser" | "preTokenizer"> &
    BertNormaliserOptions,
): Promise<Tokenizer> {
  const normaliser = bertNormaliser(options);
  const preTokenizer = bertPreTokenizer();
  const specialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
  const model = await trainWordPiece(texts, { ...options, normaliser, preTokenizer, specialTokens });
  const idOf = (token: string) => specialTokens.indexOf(token);
  return createTokenizer({
    normaliser,
    preTokenizer,
    model,
    postProcessor: template({
      single: "[CLS] $A [SEP]",
      pair: "[CLS] $A [SEP] $B:1 [SEP]:1",
      ids: { "[CLS]": idOf("[CLS]"), "[SEP]": idOf("[SEP]") },
    }),
    decoder: wordPieceDecoder({ prefix: options.continuingPrefix ?? "##" }),
    addedTokens: specialTokens.map((content) => ({ id: idOf(content), content, special: true })),
    padding: { token: "[PAD]", id: idOf("[PAD]") },
  });
}
