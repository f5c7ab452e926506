import type { Activation } from "../../nn/index.ts";

/** The shape of a BERT. */
export interface BertConfig {
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
  /** The inner size of the feed-forward layers. Default: 4 times the width. */
  feedForwardWidth?: number;
  /** How many segments a token may belong to: the first sentence, or the second. Default: 2. */
  segments?: number;
  /** What stands inside the feed-forward layers. Default: "gelu-exact". */
  activation?: Activation;
  /** What the norms add before they divide. Default: 1e-12. */
  epsilon?: number;
  /** The share of the embeddings and of each part's output that training sets to 0. Default: 0. */
  dropout?: number;
}
