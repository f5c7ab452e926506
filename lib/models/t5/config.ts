/** The shape of a T5. */
export interface T5Config {
  /** How many different tokens there are. */
  vocabularySize: number;
  /** The size of a position's vector, C. */
  width: number;
  /** How many blocks the encoder has, and the decoder too unless `decoderLayers` says otherwise. */
  layers: number;
  /** How many blocks the decoder has. Default: `layers`. */
  decoderLayers?: number;
  /** How many heads attend side by side. */
  heads: number;
  /** What a head works on. Default: width / heads. */
  headSize?: number;
  /** The inner size of the feed-forward layers. Default: 4 times the width, 8/3 with a gate. */
  feedForwardWidth?: number;
  /** `"relu"` (T5) or `"geglu"` (T5 1.1). Default: "relu". */
  activation?: "relu" | "geglu";
  /** Whether the table that reads tokens also writes them: true in T5, false in T5 1.1. Default: true. */
  tiedEmbedding?: boolean;
  /** How many buckets share the distances between positions. Default: 32. */
  buckets?: number;
  /** From which distance on all share one bucket. Default: 128. */
  maximumDistance?: number;
  /** The token that the decoder starts from. Default: 0, the padding. */
  startToken?: number;
  /** What the norms add before they divide. Default: 1e-6. */
  epsilon?: number;
  /** The share of the embeddings and of each part's output that training sets to 0. Default: 0. */
  dropout?: number;
}
