import {
  type Activation,
  attend,
  createFeedForward,
  createLayerNorm,
  createMultiHeadAttention,
  createRelativePositions,
  createRmsNorm,
  createTransformerBlock,
  feedForward,
  layerNorm,
  relativeBias,
  rmsNorm,
  rotaryPositions,
  rotate,
  transformerBlock,
} from "../../lib/nn/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { gelu, geluExact, tf } from "../../lib/tensor/index.ts";
import type { GoldenArray } from "../support/golden.ts";
import { readGolden } from "../support/golden.ts";
import { gradientDifferences, loadGolden } from "../support/golden-parameters.ts";
import { goldenTensor, worstDifference } from "../support/tensors.ts";
import type { Comparison } from "./golden-cases.ts";

/** A case as scripts/golden/transformer.py writes it; the gradients are those of sum(output * upstream). */
interface TransformerCase {
  name: string;
  kind: "layerNorm" | "rmsNorm" | "activation" | "feedForward" | "rotary" | "attention" | "block";
  options: {
    activation?: Activation;
    innerWidth?: number;
    feedForwardWidth?: number;
    first?: number;
    heads?: number;
    keyValueHeads?: number;
    headSize?: number;
    scale?: number;
    rotary?: boolean;
    relative?: boolean;
    causal?: boolean;
    cross?: boolean;
    normPlace?: "pre" | "post";
  };
  inputs: { x: GoldenArray; context?: GoldenArray };
  parameters: Record<string, GoldenArray>;
  constants: { mask?: GoldenArray };
  upstream: GoldenArray;
  output: GoldenArray;
  gradients: Record<string, GoldenArray>;
}

/** A layer of ours with the golden file's weights still to come, and what it makes of its inputs. */
interface Layer {
  model: object;
  run: (x: tf.Tensor, context?: tf.Tensor) => tf.Tensor;
}

/** Every golden case of the parts of transformers. */
export function transformerComparisons(): Comparison[] {
  return readGolden<TransformerCase>("transformer").map((golden) => ({
    name: golden.name,
    differences: () => compare(golden),
  }));
}

function compare(golden: TransformerCase): Record<string, number> {
  const { model, run } = createLayer(golden);
  const variables = loadGolden(model, golden.parameters);
  const inputs = Object.entries(golden.inputs).map(([name, array]): [string, tf.Variable] => [
    name,
    tf.tidy(() => tf.variable(goldenTensor(array))),
  ]);
  const [x, context] = inputs.map(([, variable]) => variable);
  if (x === undefined) {
    throw new Error(`Cannot run the golden case "${golden.name}": it has no input`);
  }
  const differences = tf.tidy(() => {
    const upstream = goldenTensor(golden.upstream);
    return {
      output: worstDifference(run(x, context).dataSync(), golden.output.values),
      ...gradientDifferences(
        () => tf.sum(tf.mul(run(x, context), upstream)),
        new Map([...variables, ...inputs]),
        golden.gradients,
      ),
    };
  });
  tf.dispose([...variables.values(), ...inputs.map(([, variable]) => variable)]);
  return differences;
}

function createLayer({ kind, options, inputs, parameters, constants }: TransformerCase): Layer {
  const random = createRandom(1);
  const width = inputs.x.shape.at(-1) ?? 0;
  const { heads = 1, activation = "relu" } = options;
  const bias = Object.keys(parameters).some((name) => name.endsWith("bias") || name.endsWith("shift"));
  const { mask } = constants;
  switch (kind) {
    case "layerNorm": {
      const model = createLayerNorm(width, { bias });
      return { model, run: (x) => layerNorm(model, x) };
    }
    case "rmsNorm": {
      const model = createRmsNorm(width);
      return { model, run: (x) => rmsNorm(model, x) };
    }
    case "activation":
      return { model: {}, run: (x) => (activation === "gelu" ? gelu(x) : geluExact(x)) };
    case "feedForward": {
      const { innerWidth = 0 } = options;
      const model = createFeedForward({ width, activation, bias, innerWidth, random });
      return { model, run: (x) => feedForward(model, x) };
    }
    case "rotary": {
      const { first = 0 } = options;
      const positions = () => tf.range(first, first + (inputs.x.shape[2] ?? 0), 1, "int32");
      return { model: {}, run: (x) => rotate(x, rotaryPositions(positions(), width)) };
    }
    case "attention": {
      const layer = createMultiHeadAttention({ width, heads, bias, random, ...options });
      const positions = options.relative
        ? createRelativePositions({ heads, bothSides: options.causal !== true, random })
        : undefined;
      const run = (x: tf.Tensor) => {
        const places = tf.range(0, x.shape[1] ?? 0, 1, "int32");
        const size = (layer.queries.weight.shape[1] ?? 0) / heads;
        return attend(layer, x as tf.Tensor3D, {
          ...options,
          ...(mask && { mask: goldenTensor(mask, "bool") }),
          ...(options.rotary && { rotation: rotaryPositions(places, size) }),
          ...(positions && { bias: relativeBias(positions, places, places) }),
        });
      };
      return { model: { ...layer, ...(positions && { positions }) }, run };
    }
    case "block": {
      const { causal = false } = options;
      const model = createTransformerBlock({ width, heads, activation, norm: "layer", ...options }, { random });
      const run = (x: tf.Tensor, context?: tf.Tensor) =>
        transformerBlock(model, x as tf.Tensor3D, {
          causal,
          ...(mask && { mask: goldenTensor(mask, "bool") }),
          ...(context && { context: context as tf.Tensor3D }),
        });
      return { model, run };
    }
  }
}
