import type { Random } from "../random/index.ts";
import { gelu, geluExact, spareWidth, tf } from "../tensor/index.ts";
import type { Linear, LinearWeights } from "./linear.ts";
import { createLinear, linear } from "./linear.ts";

/**
 * What stands between the two linear layers: GELU by the tanh formula (GPT-2) or exact (BERT), ReLU (T5), or a gate,
 * whose own linear layer decides number by number what passes: SwiGLU (Llama) and gated GELU (T5 1.1).
 */
export type Activation = "gelu" | "gelu-exact" | "relu" | "swiglu" | "geglu";

const activations: Record<Activation, (x: tf.Tensor) => tf.Tensor> = {
  gelu,
  "gelu-exact": geluExact,
  relu: (x) => tf.relu(x),
  swiglu: (x) => tf.mul(x, tf.sigmoid(x)),
  geglu: gelu,
};

/** A feed-forward layer: `up` is [width, inner], `down` [inner, width], and a gate is another [width, inner]. */
export interface FeedForward {
  activation: Activation;
  gate?: Linear;
  up: Linear;
  down: Linear;
}

/**
 * Creates a feed-forward layer (Vaswani et al., 2017, section 3.3; Shazeer, "GLU Variants Improve Transformer", 2020).
 *
 * @param options `width` is C. `innerWidth` is by default 4 C, and 8/3 C with a gate: as many weights. `random` draws
 * the weights; `deviations` replaces those of a linear layer; `bias` (default true) gives each linear layer one.
 * @throws RangeError if the activation is unknown or a size is not a whole number from 1 up.
 *
 * @example
 * const layer = createFeedForward({ width: 8, activation: "gelu", random: createRandom(1) });
 * feedForward(layer, tf.ones([1, 5, 8])).shape // [1, 5, 8]
 */
export function createFeedForward({
  width,
  activation,
  random,
  innerWidth = isGated(activation) ? Math.round((8 * width) / 3) : 4 * width,
  bias = true,
  deviations = {},
}: {
  width: number;
  activation: Activation;
  random: Random;
  innerWidth?: number | undefined;
  bias?: boolean;
  deviations?: { gate?: number; up?: number; down?: number } | undefined;
}): FeedForward {
  if (!Object.hasOwn(activations, activation)) {
    throw new RangeError(
      `Cannot create a feed-forward layer with the activation "${activation}": there are ${Object.keys(activations).join(", ")}`,
    );
  }
  const create = (inputs: number, outputs: number, deviation: number | undefined) =>
    createLinear(inputs, outputs, { random, bias, deviation });
  return {
    activation,
    ...(isGated(activation) && { gate: create(width, innerWidth, deviations.gate) }),
    up: create(width, innerWidth, deviations.up),
    down: create(innerWidth, width, deviations.down),
  };
}

/**
 * Puts each position by itself through a wider layer and back: down(activation(up(x))), or with a gate
 * down(activation(gate(x)) * up(x)).
 *
 * @param layer from `createFeedForward`.
 * @param x [..., C].
 * @returns the same shape.
 */
export function feedForward<T extends tf.Tensor>(layer: FeedForward, x: T): T {
  const activate = activations[layer.activation];
  return tf.tidy(() => {
    const { gate, up, down } = withSpareColumns(layer, x);
    const inner =
      gate === undefined ? activate(linear(up, x)) : tf.mul(activate(linear(gate, x)), linear<tf.Rank>(up, x));
    return linear(down, inner) as T; // as many axes as x has
  });
}

/**
 * Puts some columns of zeros behind what is between the layers, where `spareWidth` says so: at a width of 1536 a GPT's
 * step takes 2 to 5 % less. Every activation leaves zeros zeros. It is the weights that are padded, which are small
 * beside many rows.
 */
function withSpareColumns(
  layer: FeedForward,
  x: tf.Tensor,
): Record<"up" | "down", LinearWeights> & { gate?: LinearWeights } {
  const { gate, up, down } = layer;
  const [width, inner] = up.weight.shape;
  const spare = spareWidth(x.size / width, inner);
  if (spare === 0) {
    return layer;
  }
  const wider = ({ weight, bias }: LinearWeights): LinearWeights => ({
    weight: tf.pad(weight, [
      [0, 0],
      [0, spare],
    ]),
    ...(bias && { bias: tf.pad(bias, [[0, spare]]) }),
  });
  const longer: tf.Tensor2D = tf.pad(down.weight, [
    [0, spare],
    [0, 0],
  ]);
  return { ...(gate && { gate: wider(gate) }), up: wider(up), down: { ...down, weight: longer } };
}

function isGated(activation: Activation): boolean {
  return activation === "swiglu" || activation === "geglu";
}
