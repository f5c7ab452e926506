import type { Linear } from "../../lib/nn/index.ts";
import { attention, crossEntropy, embed, linear, multiHeadAttention } from "../../lib/nn/index.ts";
import { tf } from "../../lib/tensor/index.ts";
import type { GoldenArray } from "../support/golden.ts";
import { readGolden } from "../support/golden.ts";
import { goldenTensor, worstDifference } from "../support/tensors.ts";

/** A case as scripts/golden writes it: what goes in, what PyTorch got out, and its gradients of sum(output * upstream). */
interface GoldenCase {
  name: string;
  inputs: Record<string, GoldenArray>;
  upstream: GoldenArray;
  outputs: Record<string, GoldenArray>;
  gradients: Record<string, GoldenArray>;
}

interface AttentionCase extends GoldenCase {
  mask?: GoldenArray;
  scale?: number;
  heads?: number;
}

interface LayerCase extends GoldenCase {
  kind: "linear" | "embedding" | "crossEntropy";
  ids?: GoldenArray;
  labels?: GoldenArray;
}

type Variables = Record<string, tf.Variable>;
type Outputs = { output: tf.Tensor; weights?: tf.Tensor };

/** A named comparison with PyTorch; `differences` gives the worst one of each output and gradient. */
export interface Comparison {
  name: string;
  differences: () => Record<string, number>;
}

/** Every golden case of the folder lib/nn. */
export function comparisons(): Comparison[] {
  const attentions = readGolden<AttentionCase>("attention").map((golden) => ({
    name: golden.name,
    differences: () => compare(golden, (inputs) => computeAttention(golden, inputs)),
  }));
  const layers = readGolden<LayerCase>("layers").map((golden) => ({
    name: `${golden.kind}, ${golden.name}`,
    differences: () => compare(golden, (inputs) => ({ output: computeLayer(golden, inputs) })),
  }));
  return [...attentions, ...layers];
}

function compare(golden: GoldenCase, compute: (inputs: Variables) => Outputs): Record<string, number> {
  const inputs: Variables = Object.fromEntries(
    Object.entries(golden.inputs).map(([name, array]) => [name, tf.tidy(() => tf.variable(goldenTensor(array)))]),
  );
  const differences = tf.tidy(() => {
    const outputs: Record<string, tf.Tensor> = { ...compute(inputs) };
    const upstream = goldenTensor(golden.upstream);
    const { grads } = tf.variableGrads(() => tf.sum(tf.mul(compute(inputs).output, upstream)), Object.values(inputs));
    return [
      ...Object.entries(golden.outputs).map(([name, array]) => [name, difference(outputs[name], array)]),
      ...Object.entries(golden.gradients).map(([name, array]) => [
        `gradient of ${name}`,
        difference(grads[inputs[name]?.name ?? ""], array),
      ]),
    ];
  });
  tf.dispose(inputs);
  return Object.fromEntries(differences);
}

function difference(actual: tf.Tensor | undefined, expected: GoldenArray): number {
  if (actual === undefined || actual.shape.join() !== expected.shape.join()) {
    throw new Error(`Cannot compare shape [${actual?.shape}] with the golden shape [${expected.shape}]`);
  }
  return worstDifference(actual.dataSync(), expected.values);
}

function computeAttention({ mask, scale, heads }: AttentionCase, inputs: Variables): Outputs {
  const masked = mask === undefined ? {} : { mask: goldenTensor(mask, "bool") };
  if (heads === undefined) {
    const scaled = scale === undefined ? {} : { scale };
    return attention(need(inputs, "queries"), need(inputs, "keys"), need(inputs, "values"), { ...masked, ...scaled });
  }
  const [queries, keys, values, output] = ["queries", "keys", "values", "output"].map((part) =>
    linearOf(inputs, `${part}.`),
  );
  if (!(queries && keys && values && output)) {
    throw new Error("Cannot build multi-head attention: a projection is missing from the golden file");
  }
  const context = inputs.context === undefined ? {} : { context: inputs.context };
  return multiHeadAttention({ queries, keys, values, output, heads }, need(inputs, "x"), { ...masked, ...context });
}

function computeLayer({ kind, ids, labels }: LayerCase, inputs: Variables): tf.Tensor {
  if (kind === "embedding" && ids !== undefined) {
    return embed(linearOf(inputs), goldenTensor(ids, "int32"));
  }
  if (kind === "crossEntropy" && labels !== undefined) {
    return crossEntropy(need(inputs, "logits"), goldenTensor(labels, "int32"));
  }
  return linear(linearOf(inputs), need(inputs, "x"));
}

/** The golden file has matrices for weights and vectors for biases, as the comparison of shapes makes sure. */
function linearOf(inputs: Variables, prefix = ""): Linear {
  const weight = need(inputs, `${prefix}weight`) as tf.Variable<tf.Rank.R2>;
  const bias = inputs[`${prefix}bias`] as tf.Variable<tf.Rank.R1> | undefined;
  return { weight, ...(bias && { bias }) };
}

function need(inputs: Variables, name: string): tf.Variable {
  const input = inputs[name];
  if (input === undefined) {
    throw new Error(`Cannot find the input "${name}" in the golden file`);
  }
  return input;
}
