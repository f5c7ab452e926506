import { byteCharacters } from "../bytes/byte-characters.ts";
import { byteLevelDecoder } from "../decoders/byte-level.ts";
import { createTokenizer, type Tokenizer } from "../pipeline/tokenizer.ts";
import type { Texts, TrainingControl } from "../pipeline/training.ts";
import { type BytePattern, byteLevel, bytesAsCharacters } from "../pre-tokenizers/byte-level.ts";
import { createCl100kScanner, createGpt2Scanner } from "../pre-tokenizers/gpt-patterns.ts";
import { type Bpe, createBpe, type MergeRule } from "./bpe.ts";
import { countScannedWords } from "./count-words.ts";
import { trainMerges } from "./train-merges.ts";

/** How to train a byte-level BPE tokenizer. */
export interface ByteLevelTrainingOptions extends TrainingControl {
  /** How many tokens the vocabulary may have: the special ones, 256 bytes, and the merges. */
  readonly vocabularySize: number;
  /** Merges no pair that is rarer than this; 1 when left out. */
  readonly minimumFrequency?: number;
  /** Come first in the vocabulary; "<|endoftext|>" when left out. */
  readonly specialTokens?: readonly string[];
  /** Whose way of cutting words it follows; "gpt2" when left out. */
  readonly pattern?: Exclude<BytePattern, "none">;
}

/**
 * Trains byte-level BPE, GPT-2's kind (Radford et al., 2019): the merges begin with the 256 bytes, so that no text
 * holds anything unknown, and every JavaScript string comes back from its ids, lone surrogates too.
 *
 * @throws RangeError for a vocabulary size that is no whole number; the signal's reason when it stops.
 *
 * @example
 * const tokenizer = await trainByteLevelBpe("The teacher taught the student", { vocabularySize: 262 });
 * tokenizer.decode(tokenizer.encodeIds("the 茶")) // "the 茶"
 */
export async function trainByteLevelBpe(texts: Texts, options: ByteLevelTrainingOptions): Promise<Tokenizer> {
  const { pattern = "gpt2", specialTokens = ["<|endoftext|>"] } = options;
  const scan = pattern === "gpt2" ? createGpt2Scanner() : createCl100kScanner();
  const words = { scan, spell: bytesAsCharacters, cuts: "white-space" } as const;
  const counts = await countScannedWords(texts, words, options);
  const trained = await trainMerges(counts, { ...options, specialTokens, alphabet: byteCharacters }, options);
  const addedTokens = specialTokens.map((content, id) => ({ content, id, special: true }));
  return byteLevelTokenizer(createBpe(trained), { pattern, addedTokens });
}

/**
 * Creates a byte-level tokenizer of a vocabulary and its merges, both written in GPT-2's characters for bytes.
 *
 * @param specialTokens with their ids; they need not be in the vocabulary.
 * @throws Error for a merge of, or into, a token that the vocabulary lacks.
 */
export function createByteLevelBpe({
  vocabulary,
  merges,
  specialTokens = {},
  pattern = "gpt2",
}: {
  vocabulary: Iterable<string | readonly [string, number]>;
  merges: readonly MergeRule[];
  specialTokens?: Readonly<Record<string, number>>;
  pattern?: Exclude<BytePattern, "none">;
}): Tokenizer {
  const addedTokens = Object.entries(specialTokens).map(([content, id]) => ({ content, id, special: true }));
  return byteLevelTokenizer(createBpe({ vocabulary, merges }), { pattern, addedTokens });
}

/** Puts the parts around a model that GPT-2 has. */
export function byteLevelTokenizer(
  model: Bpe,
  {
    pattern,
    addedTokens,
  }: {
    pattern: Exclude<BytePattern, "none">;
    addedTokens: readonly { content: string; id: number; special: boolean }[];
  },
): Tokenizer {
  return createTokenizer({ preTokenizer: byteLevel({ pattern }), model, decoder: byteLevelDecoder(), addedTokens });
}
