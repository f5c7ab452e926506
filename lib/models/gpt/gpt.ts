import { allOrNothing } from "../../nn/all-or-nothing.ts";
import {
  checkSize,
  createEmbedding,
  createLinear,
  createNorm,
  createTransformerBlock,
  type Embedding,
  type Linear,
  type Norm,
  type TransformerBlock,
} from "../../nn/index.ts";
import type { Random } from "../../random/index.ts";
import type { GptConfig } from "./config.ts";

/** A GPT: a table of tokens, blocks of causal attention, and the way back to the tokens. */
export interface Gpt {
  config: GptConfig;
  /** [vocabularySize, C]. */
  tokens: Embedding;
  /** [contextLength, C], where positions are learned. */
  positions?: Embedding;
  blocks: TransformerBlock[];
  norm: Norm;
  /** [C, vocabularySize]; absent where the table of tokens does its work. */
  output?: Linear;
}

/**
 * Creates a GPT (Radford et al., "Language Models are Unsupervised Multitask Learners", 2019) with GPT-2's initial
 * weights: normal with deviation 0.02, and 0.02 / sqrt(2 layers) for the layers that add to what flows through, so that
 * the sum does not grow with the depth.
 *
 * @param config its shape.
 * @param options `random` draws the weights.
 * @throws RangeError if the sizes do not fit together.
 *
 * @example
 * const config = { vocabularySize: 65, contextLength: 64, width: 128, heads: 4, layers: 4 };
 * const gpt = createGpt(config, { random: createRandom(1).stream("weights") });
 * countParameters(gpt) // 809856
 */
export function createGpt(config: GptConfig, { random }: { random: Random }): Gpt {
  const { vocabularySize, contextLength, width, layers, positions = "learned", norm = "layer", bias = true } = config;
  const { epsilon = 1e-5, activation = "gelu", tiedEmbedding = true, ...rest } = config;
  checkSize(contextLength, "a GPT", "positions");
  checkSize(layers, "a GPT", "blocks");
  checkPositions(config);
  const deviation = 0.02;
  const added = deviation / Math.sqrt(2 * layers);
  const createBlock = () =>
    createTransformerBlock(
      {
        ...rest,
        norm,
        epsilon,
        activation,
        deviations: {
          attention: { queries: deviation, keys: deviation, values: deviation, output: added },
          feedForward: { gate: deviation, up: deviation, down: added },
        },
      },
      { random },
    );
  return allOrNothing(() => ({
    config,
    tokens: createEmbedding(vocabularySize, width, { random, deviation }),
    ...(positions === "learned" && { positions: createEmbedding(contextLength, width, { random, deviation }) }),
    blocks: Array.from({ length: layers }, createBlock),
    norm: createNorm(norm, width, { bias, epsilon }),
    ...(!tiedEmbedding && { output: createLinear(width, vocabularySize, { random, deviation, bias: false }) }),
  }));
}

function checkPositions({ positions = "learned", width, heads }: GptConfig): void {
  if (!["learned", "sinusoidal", "rotary"].includes(positions)) {
    throw new RangeError(
      `Cannot create a GPT with the positions "${positions}": there are learned, sinusoidal and rotary`,
    );
  }
  const size = positions === "rotary" ? width / heads : width;
  if (positions !== "learned" && size % 2 !== 0) {
    throw new RangeError(
      `Cannot create a GPT with ${positions} positions of ${size} numbers: they come in pairs; take an even ${positions === "rotary" ? "width / heads" : "width"}`,
    );
  }
}
