import { allOrNothing } from "../../nn/all-or-nothing.ts";
import {
  checkSize,
  createEmbedding,
  createLinear,
  createRelativePositions,
  createRmsNorm,
  createTransformerBlock,
  type Embedding,
  type Linear,
  type RelativePositions,
  type RmsNorm,
  type TransformerBlock,
} from "../../nn/index.ts";
import type { Random } from "../../random/index.ts";
import type { T5Config } from "./config.ts";

/** One half of a T5: all its blocks share the relative positions. */
export interface T5Stack {
  positions: RelativePositions;
  blocks: TransformerBlock[];
  norm: RmsNorm;
}

/** A T5: an encoder that reads one text, and a decoder that writes another. */
export interface T5 {
  config: T5Config;
  /** [vocabularySize, C], for both halves. */
  tokens: Embedding;
  encoder: T5Stack;
  decoder: T5Stack;
  /** [C, vocabularySize]; absent where the table of tokens does its work. */
  output?: Linear;
}

/**
 * Creates a T5 (Raffel et al., "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer",
 * 2020): relative positions, RMS norm, no biases, and scores that are not divided by sqrt(headSize), which the initial
 * weights of the queries do instead.
 *
 * @param config its shape.
 * @param options `random` draws the weights.
 * @throws RangeError if the sizes do not fit together.
 *
 * @example
 * const config = { vocabularySize: 100, width: 8, heads: 2, layers: 2 };
 * const t5 = createT5(config, { random: createRandom(1) });
 * const ids = tf.tensor([[2, 7, 3]], [1, 3], "int32");
 * t5Logits(t5, ids, tf.tensor([[0, 5]], [1, 2], "int32")).shape // [1, 2, 100]
 */
export function createT5(config: T5Config, { random }: { random: Random }): T5 {
  const { vocabularySize, width, layers, decoderLayers = layers, tiedEmbedding = true } = config;
  checkSize(layers, "a T5", "blocks");
  checkSize(decoderLayers, "a T5", "blocks in its decoder");
  return allOrNothing(() => ({
    config,
    tokens: createEmbedding(vocabularySize, width, { random }),
    encoder: createStack(config, layers, { cross: false, random }),
    decoder: createStack(config, decoderLayers, { cross: true, random }),
    ...(!tiedEmbedding && { output: createLinear(width, vocabularySize, { random, bias: false, deviation: 1 }) }),
  }));
}

function createStack(config: T5Config, layers: number, { cross, random }: { cross: boolean; random: Random }): T5Stack {
  const { width, heads, headSize = width / heads, activation = "relu", epsilon = 1e-6 } = config;
  const block = {
    ...config,
    activation,
    epsilon,
    cross,
    norm: "rms" as const,
    bias: false,
    deviations: { attention: { queries: 1 / Math.sqrt(width * headSize) } },
  };
  return {
    positions: createRelativePositions({
      heads,
      random,
      bothSides: !cross,
      deviation: 1 / Math.sqrt(width),
      buckets: config.buckets,
      maximumDistance: config.maximumDistance,
    }),
    blocks: Array.from({ length: layers }, () => createTransformerBlock(block, { random })),
    norm: createRmsNorm(width, { epsilon }),
  };
}
