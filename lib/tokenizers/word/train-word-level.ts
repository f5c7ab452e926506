import { countWords } from "../bpe/count-words.ts";
import { fuse } from "../decoders/pieces.ts";
import type { AddedToken } from "../pipeline/added-tokens.ts";
import type { Normaliser, PreTokenizer } from "../pipeline/parts.ts";
import { createTokenizer, type Tokenizer } from "../pipeline/tokenizer.ts";
import type { Texts, TrainingControl } from "../pipeline/training.ts";
import { template } from "../post-processors/template.ts";
import { characters, whitespaceSplit } from "../pre-tokenizers/words.ts";
import { createWordLevel } from "./word-level.ts";

/** How to train a tokenizer of words or characters. */
export interface WordTrainingOptions extends TrainingControl {
  /** How many tokens there may be, the special ones among them; as many as occur when left out. */
  readonly vocabularySize?: number;
  /** Leaves out what is rarer than this; 1 when left out. */
  readonly minimumFrequency?: number;
  /** Stands for what is not in the vocabulary; "<unk>" when left out, false for none: then it is an error. */
  readonly unknownToken?: string | false;
  /** Fills short texts of a batch up; "<pad>" when left out, false for none. */
  readonly paddingToken?: string | false;
  /** Ends every text; none when left out. */
  readonly endToken?: string;
  readonly normaliser?: Normaliser | undefined;
  /** How words are cut; at white space when left out. */
  readonly preTokenizer?: PreTokenizer;
}

/**
 * Trains a tokenizer whose tokens are words: the most frequent ones, numbered by frequency, equal ones by their
 * letters, as Hugging Face's WordLevelTrainer numbers them. Decoding puts one space between words.
 *
 * @example
 * const tokenizer = await trainWordTokenizer("The teacher taught the student");
 * tokenizer.encode("The student slept").tokens // ["The", "student", "<unk>"]
 */
export async function trainWordTokenizer(texts: Texts, options: WordTrainingOptions = {}): Promise<Tokenizer> {
  return train(texts, options, options.preTokenizer ?? whitespaceSplit());
}

/**
 * Trains a tokenizer whose tokens are characters (Unicode code points), numbered by frequency.
 *
 * @example
 * const tokenizer = await trainCharacterTokenizer("Taught");
 * tokenizer.encode("that").tokens // ["t", "h", "a", "t"]
 */
export async function trainCharacterTokenizer(
  texts: Texts,
  options: Omit<WordTrainingOptions, "preTokenizer"> = {},
): Promise<Tokenizer> {
  const tokenizer = await train(texts, options, characters());
  return createTokenizer({ ...tokenizer.parts, decoder: fuse() });
}

/** Sorts words with their counts: the most frequent first, equal ones by their code points. */
export function byFrequency(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([first, more], [second, less]) => less - more || compareCodePoints(first, second));
}

async function train(texts: Texts, options: WordTrainingOptions, preTokenizer: PreTokenizer): Promise<Tokenizer> {
  const { vocabularySize = Number.POSITIVE_INFINITY, minimumFrequency = 1, normaliser, endToken } = options;
  const { unknownToken = "<unk>", paddingToken = "<pad>" } = options;
  if (!(vocabularySize >= 0)) {
    throw new RangeError(`Cannot train a vocabulary of ${vocabularySize} tokens: it must be a whole number from 0 up`);
  }
  const counts = await countWords(texts, { normaliser, preTokenizer }, options);
  const controls = [paddingToken, unknownToken, endToken].filter((token) => typeof token === "string");
  const words = byFrequency(counts).filter(([word, count]) => count >= minimumFrequency && !controls.includes(word));
  const kept = words.slice(0, Math.max(0, vocabularySize - controls.length)).map(([word]) => word);
  const vocabulary = [...controls, ...kept];
  const idOf = (token: string) => vocabulary.indexOf(token);
  // The unknown token is none of these: decoding shows it, because leaving it out would hide what was lost.
  const addedTokens = [paddingToken, endToken]
    .filter((token) => typeof token === "string")
    .map((content): AddedToken => ({ id: idOf(content), content, special: true }));
  return createTokenizer({
    normaliser,
    preTokenizer,
    model: createWordLevel({ vocabulary, unknownToken: unknownToken === false ? undefined : unknownToken }),
    postProcessor:
      endToken === undefined
        ? undefined
        : template({
            single: `$A ${endToken}`,
            pair: `$A ${endToken} $B:1 ${endToken}:1`,
            ids: { [endToken]: idOf(endToken) },
          }),
    addedTokens,
    padding: paddingToken === false ? undefined : { token: paddingToken, id: idOf(paddingToken) },
  });
}

function compareCodePoints(first: string, second: string): number {
  const [a, b] = [[...first], [...second]];
  for (let at = 0; at < a.length && at < b.length; at++) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
