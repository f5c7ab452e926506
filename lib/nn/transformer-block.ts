import type { Random } from "../random/index.ts";
import { dropout, type TensorRandom, tf } from "../tensor/index.ts";
import { allOrNothing } from "./all-or-nothing.ts";
import { type AttendOptions, attendable, attendTo } from "./attend.ts";
import { type Activation, createFeedForward, type FeedForward, feedForward } from "./feed-forward.ts";
import { createMultiHeadAttention, type KeysAndValues, type MultiHeadAttention } from "./multi-head-attention.ts";
import { createNorm, type Norm, normalize } from "./norm.ts";

/** The shape of a transformer block, and what stands in it. */
export interface TransformerBlockConfig {
  /** C, the size of a position's vector. */
  width: number;
  /** How many heads attend side by side. */
  heads: number;
  /** How many heads keys and values have. Default: `heads`; fewer is grouped-query, 1 multi-query attention. */
  keyValueHeads?: number;
  /** What a head works on. Default: width / heads. */
  headSize?: number;
  /** The size between the two linear layers of the feed-forward part. Default: see `createFeedForward`. */
  feedForwardWidth?: number;
  activation: Activation;
  norm: Norm["kind"];
  /** What a norm adds before it divides. Default: that of the norm. */
  epsilon?: number;
  /** Where the norms stand: `"pre"`, before each part (GPT-2, T5), or `"post"`, after it (2017, BERT). Default: "pre". */
  normPlace?: "pre" | "post";
  /** Whether linear layers and layer norms have a bias. Default: true. */
  bias?: boolean;
  /** The share of each part's output that training sets to 0. Default: 0. */
  dropout?: number;
  /** Whether the block also attends to another sequence, as the decoder of an encoder-decoder does. Default: false. */
  cross?: boolean;
  /** The standard deviations of the initial weights. Default: those of a linear layer. */
  deviations?: {
    attention?: { queries?: number; keys?: number; values?: number; output?: number };
    feedForward?: { gate?: number; up?: number; down?: number };
  };
}

/** A block: parts that each add to what flows through, every part with its norm. */
export interface TransformerBlock {
  attentionNorm: Norm;
  attention: MultiHeadAttention;
  crossNorm?: Norm;
  cross?: MultiHeadAttention;
  feedForwardNorm: Norm;
  feedForward: FeedForward;
  normPlace: "pre" | "post";
  dropout: number;
}

/**
 * Creates a transformer block: an encoder's, a decoder's (called with `causal`), or with `cross` that of the decoder in
 * an encoder-decoder.
 *
 * @param config its shape.
 * @param options `random` draws the weights.
 * @throws RangeError if the configuration does not fit together.
 *
 * @example
 * const random = createRandom(1);
 * const block = createTransformerBlock({ width: 8, heads: 2, activation: "gelu", norm: "layer" }, { random });
 * transformerBlock(block, tf.ones([1, 5, 8]), { causal: true }).shape // [1, 5, 8]
 */
export function createTransformerBlock(
  config: TransformerBlockConfig,
  { random }: { random: Random },
): TransformerBlock {
  const { width, heads, bias = true, normPlace = "pre", dropout = 0, epsilon, deviations = {} } = config;
  checkDropout(dropout);
  const createPartNorm = () => createNorm(config.norm, width, { bias, epsilon });
  const createAttention = () =>
    createMultiHeadAttention({
      width,
      heads,
      random,
      bias,
      keyValueHeads: config.keyValueHeads,
      headSize: config.headSize,
      deviations: deviations.attention,
    });
  return allOrNothing(() => ({
    attentionNorm: createPartNorm(),
    attention: createAttention(),
    ...(config.cross && { crossNorm: createPartNorm(), cross: createAttention() }),
    feedForwardNorm: createPartNorm(),
    feedForward: createFeedForward({
      width,
      random,
      bias,
      activation: config.activation,
      innerWidth: config.feedForwardWidth,
      deviations: deviations.feedForward,
    }),
    normPlace,
    dropout,
  }));
}

/** How a block is run. `AttendOptions` are those of the attention of `x` to itself; their dropout is the block's. */
export interface TransformerBlockOptions extends Omit<AttendOptions, "dropout"> {
  /** What the cross-attention attends to: [B, Tk, C], or its keys and values where these exist already. */
  context?: tf.Tensor3D | KeysAndValues | undefined;
  /** Who may attend to whom in the cross-attention. */
  contextMask?: tf.Tensor | undefined;
  /** Takes the keys and values of `x`, and gives all that `x` may attend to. Default: those of `x`. */
  cache?: ((here: KeysAndValues) => KeysAndValues) | undefined;
}

/**
 * Puts `x` through a block.
 *
 * @param block from `createTransformerBlock`.
 * @param x [B, T, C].
 * @returns the same shape.
 * @throws Error if the shapes do not fit together, or the block has cross-attention and there is no context.
 */
export function transformerBlock(
  block: TransformerBlock,
  x: tf.Tensor3D,
  { context, contextMask, cache = (here) => here, ...options }: TransformerBlockOptions = {},
): tf.Tensor3D {
  const { attention, cross, crossNorm, dropout } = block;
  const { random, rotation, scale } = options;
  return tf.tidy(() => {
    let h = addPart(block, block.attentionNorm, x, random, (input) => {
      const reachable = cache(attendable(attention, input, rotation));
      return attendTo(attention, input, reachable, { ...options, dropout });
    });
    if (cross !== undefined && crossNorm !== undefined) {
      h = addPart(block, crossNorm, h, random, (input) =>
        attendTo(cross, input, toAttend(cross, context), { mask: contextMask, scale, dropout, random }),
      );
    }
    return addPart(block, block.feedForwardNorm, h, random, (input) => feedForward(block.feedForward, input));
  });
}

/** Adds what a part computes to what flows past it, with the norm before the part or after the sum. */
function addPart(
  { normPlace, dropout: rate }: TransformerBlock,
  norm: Norm,
  x: tf.Tensor3D,
  random: TensorRandom | undefined,
  part: (input: tf.Tensor3D) => tf.Tensor3D,
): tf.Tensor3D {
  const withPart = (input: tf.Tensor3D): tf.Tensor3D => tf.add(x, dropout(part(input), rate, random));
  return normPlace === "pre" ? withPart(normalize(norm, x)) : normalize(norm, withPart(x));
}

function toAttend(layer: MultiHeadAttention, context: tf.Tensor3D | KeysAndValues | undefined): KeysAndValues {
  if (context === undefined) {
    throw new Error("Cannot attend to another sequence: the block has cross-attention and needs a context");
  }
  return context instanceof tf.Tensor ? attendable(layer, context) : context;
}

/** Checks that a share can be left out. */
export function checkDropout(dropout: number): void {
  if (!(dropout >= 0 && dropout < 1)) {
    throw new RangeError(`Cannot drop a share of ${dropout}: it is a number from 0 up, below 1`);
  }
}
