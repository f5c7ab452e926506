import { allOrNothing } from "../../nn/all-or-nothing.ts";
import {
  checkSize,
  createEmbedding,
  createLayerNorm,
  createLinear,
  createTransformerBlock,
  type Embedding,
  type LayerNorm,
  type Linear,
  type TransformerBlock,
} from "../../nn/index.ts";
import type { Random } from "../../random/index.ts";
import { tf } from "../../tensor/index.ts";
import type { BertConfig } from "./config.ts";

/** A BERT: three tables of vectors, blocks that look both ways, and what its two tasks need. */
export interface Bert {
  config: BertConfig;
  /** [vocabularySize, C]. */
  tokens: Embedding;
  /** [contextLength, C]. */
  positions: Embedding;
  /** [segments, C]. */
  segments: Embedding;
  /** Over the sum of the three. */
  norm: LayerNorm;
  blocks: TransformerBlock[];
  /** [C, C], for the first position: what the whole text is about. */
  pooler: Linear;
  /** From a position's vector back to the tokens, whose table does the last step. */
  head: {
    dense: Linear;
    norm: LayerNorm;
    /** [vocabularySize]. */
    bias: tf.Variable<tf.Rank.R1>;
  };
}

/**
 * Creates a BERT (Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
 * 2019). Its initial weights are normal with deviation 0.02; the norms stand after each part.
 *
 * @param config its shape.
 * @param options `random` draws the weights.
 * @throws RangeError if the sizes do not fit together.
 *
 * @example
 * const config = { vocabularySize: 100, contextLength: 16, width: 8, heads: 2, layers: 2 };
 * const bert = createBert(config, { random: createRandom(1) });
 * bertLogits(bert, tf.tensor([[2, 7, 3]], [1, 3], "int32")).shape // [1, 3, 100]
 */
export function createBert(config: BertConfig, { random }: { random: Random }): Bert {
  const { vocabularySize, contextLength, width, layers, segments = 2 } = config;
  const { activation = "gelu-exact", epsilon = 1e-12, ...rest } = config;
  checkSize(contextLength, "a BERT", "positions");
  checkSize(layers, "a BERT", "blocks");
  const deviation = 0.02;
  const initial = { random, deviation };
  const deviations = {
    attention: { queries: deviation, keys: deviation, values: deviation, output: deviation },
    feedForward: { up: deviation, down: deviation },
  };
  const createBlock = () =>
    createTransformerBlock({ ...rest, norm: "layer", normPlace: "post", epsilon, activation, deviations }, { random });
  return allOrNothing(() => ({
    config,
    tokens: createEmbedding(vocabularySize, width, initial),
    positions: createEmbedding(contextLength, width, initial),
    segments: createEmbedding(segments, width, initial),
    norm: createLayerNorm(width, { epsilon }),
    blocks: Array.from({ length: layers }, createBlock),
    pooler: createLinear(width, width, initial),
    head: {
      dense: createLinear(width, width, initial),
      norm: createLayerNorm(width, { epsilon }),
      bias: tf.tidy(() => tf.variable<tf.Rank.R1>(tf.zeros([vocabularySize]))),
    },
  }));
}
