import type { Activation, Norm } from "../../nn/index.ts";

/** The shape of a GPT. The defaults are GPT-2's; `modernGpt` has those of Llama and what came after it. */
export interface GptConfig {
  /** How many different tokens there are. */
  vocabularySize: number;
  /** The most tokens that the model reads at once. */
  contextLength: number;
  /** The size of a position's vector, C. */
  width: number;
  /** How many blocks stand on each other. */
  layers: number;
  /** How many heads attend side by side; divides the width. */
  heads: number;
  /** How many heads keys and values have; divides the heads. Default: `heads`. */
  keyValueHeads?: number;
  /** The inner size of the feed-forward layers. Default: 4 times the width, 8/3 with a gate. */
  feedForwardWidth?: number;
  /** How the model knows where a token stands. Default: "learned". */
  positions?: "learned" | "sinusoidal" | "rotary";
  /** The norm before each part and at the end. Default: "layer". */
  norm?: Norm["kind"];
  /** What the norms add before they divide. Default: 1e-5. */
  epsilon?: number;
  /** What stands inside the feed-forward layers. Default: "gelu". */
  activation?: Activation;
  /** Whether linear layers and layer norms have a bias. Default: true. */
  bias?: boolean;
  /** Whether the table that reads tokens also writes them. Default: true. */
  tiedEmbedding?: boolean;
  /** The share of the embeddings and of each part's output that training sets to 0. Default: 0. */
  dropout?: number;
}

/**
 * The choices of the models that came after GPT-2, to spread into a configuration: rotary positions, RMS norm, SwiGLU,
 * no biases (Touvron et al., "LLaMA: Open and Efficient Foundation Language Models", 2023). Grouped queries are chosen
 * by `keyValueHeads`.
 *
 * @example
 * createGpt({ ...modernGpt, ...sizes, keyValueHeads: 2 }, { random })
 */
export const modernGpt = {
  positions: "rotary",
  norm: "rms",
  activation: "swiglu",
  bias: false,
  tiedEmbedding: false,
} as const satisfies Partial<GptConfig>;
