import { allOrNothing } from "../../nn/all-or-nothing.ts";
import type { Embedding, Linear } from "../../nn/index.ts";
import { createEmbedding, createLinear } from "../../nn/index.ts";
import type { Random } from "../../random/index.ts";
import type { Seq2SeqAttention, Seq2SeqConfig } from "./config.ts";
import type { Network } from "./network.ts";
import { createNetwork } from "./network.ts";

/** What is chosen where the configuration says nothing. */
type Settings = Required<{ [Name in keyof Seq2SeqConfig]: Exclude<Seq2SeqConfig[Name], undefined> }>;

/** A recurrent encoder-decoder. */
export interface Seq2Seq {
  config: Settings;
  /** [sourceVocabularySize, C]. */
  source: Embedding;
  /** [targetVocabularySize, C]. */
  target: Embedding;
  encoder: Network;
  decoder: Network;
  /** What the attention learns. */
  attention: Attention;
  /** [H, targetVocabularySize]. */
  output: Linear;
}

/** The layers of the attention, by its kind. */
export type Attention =
  | { kind: "none" }
  /** The score of a query q and a key k is scores · tanh(queries · q + keys · k). */
  | { kind: "additive"; queries: Linear; keys: Linear; scores: Linear }
  /** The score is q · k; `combine` makes one vector of the context and the state. */
  | { kind: "dot"; combine: Linear };

/**
 * Creates a recurrent encoder-decoder, in one of three forms. Without attention the decoder knows the source from the
 * encoder's last state alone, the context vector (Sutskever et al., "Sequence to Sequence Learning with Neural
 * Networks", 2014). With additive attention it takes, before each step, a mean of the encoder's states, weighed by a
 * small network (Bahdanau et al., "Neural Machine Translation by Jointly Learning to Align and Translate", 2015).
 * With dot attention it does so after each step, weighed by dot products (Luong et al., "Effective Approaches to
 * Attention-based Neural Machine Translation", 2015), which needs no loop of its own.
 *
 * @throws RangeError if a size or an id makes no sense.
 *
 * @example
 * const sizes = { sourceVocabularySize: 20, targetVocabularySize: 20, embeddingWidth: 16, hiddenSize: 32 };
 * const model = createSeq2Seq({ ...sizes, attention: "dot" }, { random: createRandom(1) });
 */
export function createSeq2Seq(config: Seq2SeqConfig, { random }: { random: Random }): Seq2Seq {
  const settings = withDefaults(config);
  const { embeddingWidth, hiddenSize, layers, cell, bidirectional, dropout, attention } = settings;
  checkIds(settings);
  if (bidirectional && hiddenSize % 2 !== 0) {
    throw new RangeError(
      `Cannot read both ways with ${hiddenSize} numbers of state: each way takes half; take an even hiddenSize`,
    );
  }
  const shared = { layers, dropout, random };
  return allOrNothing(() => ({
    config: settings,
    source: createEmbedding(settings.sourceVocabularySize, embeddingWidth, { random }),
    target: createEmbedding(settings.targetVocabularySize, embeddingWidth, { random }),
    encoder: createNetwork(cell, {
      ...shared,
      inputSize: embeddingWidth,
      hiddenSize: bidirectional ? hiddenSize / 2 : hiddenSize,
      bidirectional,
    }),
    decoder: createNetwork(cell, {
      ...shared,
      inputSize: embeddingWidth + (attention === "additive" ? hiddenSize : 0),
      hiddenSize,
    }),
    attention: createAttention(attention, hiddenSize, random),
    output: createLinear(hiddenSize, settings.targetVocabularySize, { random }),
  }));
}

function withDefaults(config: Seq2SeqConfig): Settings {
  const { layers = 1, cell = "gru", bidirectional = false, attention = "additive", dropout = 0 } = config;
  const { padding = 0, start = 1, end = 2 } = config;
  return { ...config, layers, cell, bidirectional, attention, dropout, padding, start, end };
}

function createAttention(kind: Seq2SeqAttention, hiddenSize: number, random: Random): Attention {
  switch (kind) {
    case "none":
      return { kind };
    case "additive":
      return {
        kind,
        queries: createLinear(hiddenSize, hiddenSize, { random, bias: false }),
        keys: createLinear(hiddenSize, hiddenSize, { random }),
        scores: createLinear(hiddenSize, 1, { random, bias: false }),
      };
    case "dot":
      return { kind, combine: createLinear(2 * hiddenSize, hiddenSize, { random }) };
    default:
      throw new RangeError(`Cannot attend by "${String(kind)}": there are "none", "additive" and "dot"`);
  }
}

function checkIds({ padding, start, end, sourceVocabularySize, targetVocabularySize }: Settings): void {
  const size = Math.min(sourceVocabularySize, targetVocabularySize);
  for (const [name, id] of Object.entries({ padding, start, end })) {
    const count = name === "padding" ? size : targetVocabularySize;
    if (!Number.isInteger(id) || id < 0 || id >= count) {
      throw new RangeError(`Cannot take ${id} as the id for ${name}: ids run from 0 to ${count - 1}`);
    }
  }
  if (new Set([padding, start, end]).size < 3) {
    throw new RangeError(
      `Cannot tell padding ${padding}, start ${start} and end ${end} apart: they must be three different ids`,
    );
  }
}
