/**
 * How the decoder looks at the source: not at all but for the encoder's last state; by additive attention before each
 * step; or by the dot product after it.
 */
export type Seq2SeqAttention = "none" | "additive" | "dot";

/** The shape of a recurrent encoder-decoder. */
export interface Seq2SeqConfig {
  /** How many different tokens the source has. */
  sourceVocabularySize: number;
  /** How many different tokens the target has. */
  targetVocabularySize: number;
  /** The size of a token's vector, C. */
  embeddingWidth: number;
  /** The size of a state, H; even where the encoder runs both ways. */
  hiddenSize: number;
  /** How many layers encoder and decoder have each. Default: 1. */
  layers?: number | undefined;
  /** What both are made of. Default: "gru". */
  cell?: "lstm" | "gru" | undefined;
  /** Whether the encoder reads both ways, with half of the state each. Default: false. */
  bidirectional?: boolean | undefined;
  /** Default: "additive". */
  attention?: Seq2SeqAttention | undefined;
  /** The share of the embeddings, and of what passes between layers, that training sets to 0. Default: 0. */
  dropout?: number | undefined;
  /** The id that fills up the shorter sequences of a batch. Default: 0. */
  padding?: number | undefined;
  /** The id that a target is decoded from. Default: 1. */
  start?: number | undefined;
  /** The id that ends a target. Default: 2. */
  end?: number | undefined;
}
