import type { Embedding } from "../../nn/index.ts";
import { checkSize } from "../../nn/index.ts";
import type { Random } from "../../random/index.ts";
import { randomUniform, tf } from "../../tensor/index.ts";

/** The shape of a skip-gram model. */
export interface SkipGramConfig {
  /** How many words there are, V. */
  vocabularySize: number;
  /** The size of a word's vector, C. */
  width: number;
}

/** A skip-gram model: two vectors for each word, one for each of the parts that it plays. */
export interface SkipGram {
  config: SkipGramConfig;
  /** [V, C]: the word in the middle of a window. These are the embeddings that one keeps. */
  centres: Embedding;
  /** [V, C]: the word as a neighbour of another. */
  contexts: Embedding;
}

/**
 * Creates a skip-gram model, which learns vectors of words by guessing which words stand near them (Mikolov et al.,
 * "Efficient Estimation of Word Representations in Vector Space", 2013). As in their program, the vectors in the middle
 * start small, evenly spread within 1 / 2C around 0, and those of the neighbours at 0.
 *
 * @throws RangeError if a size is not a whole number from 1 up.
 *
 * @example
 * const model = createSkipGram({ vocabularySize: 1000, width: 32 }, { random: createRandom(1) });
 * model.centres.weight.shape // [1000, 32]
 */
export function createSkipGram(config: SkipGramConfig, { random }: { random: Random }): SkipGram {
  const { vocabularySize, width } = config;
  checkSize(vocabularySize, "a skip-gram model", "words");
  checkSize(width, "a skip-gram model", "numbers a vector");
  const shape: [number, number] = [vocabularySize, width];
  const tables = tf.tidy(() => ({
    centres: {
      weight: tf.variable<tf.Rank.R2>(randomUniform(shape, random, { low: -0.5 / width, high: 0.5 / width })),
    },
    contexts: { weight: tf.variable<tf.Rank.R2>(tf.zeros(shape)) },
  }));
  return { config, ...tables };
}
