import type { RecurrentConfig } from "../../../lib/nn/index.ts";
import {
  createGru,
  createLstm,
  createRnn,
  gru,
  lstm,
  parametersOf,
  pytorchParameters,
  rnn,
} from "../../../lib/nn/index.ts";
import { createRandom } from "../../../lib/random/index.ts";
import { tf } from "../../../lib/tensor/index.ts";
import type { GoldenArray } from "../../support/golden.ts";
import { readGolden } from "../../support/golden.ts";
import { goldenTensor, worstDifference } from "../../support/tensors.ts";

type Arrays = Record<string, GoldenArray>;

/** A case as scripts/golden/recurrent.py writes it, with PyTorch's names and shapes. */
interface RecurrentCase {
  name: string;
  kind: "rnn" | "lstm" | "gru";
  layers: number;
  bidirectional: boolean;
  lengths?: number[];
  inputs: Arrays;
  parameters: Arrays;
  upstream: Arrays;
  outputs: Arrays;
  gradients: Arrays;
}

/** A comparison with PyTorch; `differences` gives the worst one of each output and gradient. */
export interface Comparison {
  name: string;
  differences: () => Record<string, number>;
}

/** Every golden case of the recurrent layers. */
export function recurrentComparisons(): Comparison[] {
  return readGolden<RecurrentCase>("recurrent").map((golden) => ({
    name: golden.name,
    differences: () => compare(golden),
  }));
}

function compare(golden: RecurrentCase): Record<string, number> {
  const { layer, run } = createLayer(golden);
  const parameters = pytorchParameters(layer);
  for (const [name, array] of Object.entries(golden.parameters)) {
    tf.tidy(() => parameters.get(name)?.assign(turned(goldenTensor(array), name)));
  }
  const inputs = Object.fromEntries(
    Object.entries(golden.inputs).map(([name, array]) => [name, tf.tidy(() => tf.variable(goldenTensor(array)))]),
  );
  const all: Record<string, tf.Variable | undefined> = { ...inputs, ...Object.fromEntries(parameters) };
  const differences = tf.tidy(() => {
    const outputs = run(inputs);
    const loss = () => {
      const products = Object.entries(run(inputs)).map(([name, output]) =>
        tf.sum(tf.mul(output, goldenTensor(need(golden.upstream, name)))),
      );
      return tf.addN(products).asScalar();
    };
    const { grads } = tf.variableGrads(loss);
    const gradients = Object.keys(golden.gradients).map((name): [string, number] => {
      const gradient = grads[all[name]?.name ?? ""] ?? tf.scalar(Number.NaN);
      return [`gradient of ${name}`, difference(turned(gradient, name), need(golden.gradients, name))];
    });
    const values = Object.entries(golden.outputs).map(([name, array]): [string, number] => [
      name,
      difference(outputs[name], array),
    ]);
    return [...values, ...gradients];
  });
  tf.dispose([inputs, parametersOf(layer)]);
  return Object.fromEntries(differences);
}

function createLayer({ kind, layers, bidirectional, lengths, inputs }: RecurrentCase) {
  const config: RecurrentConfig = {
    inputSize: inputs.x?.shape[2] ?? 0,
    hiddenSize: inputs.hidden?.shape[2] ?? 0,
    layers,
    bidirectional,
    random: createRandom(1),
  };
  const read = (given: Record<string, tf.Tensor>) => {
    const [x, hidden, cell] = [given.x, given.hidden, given.cell] as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    return { x, hidden, cell };
  };
  if (kind === "lstm") {
    const layer = createLstm(config);
    const run = (given: Record<string, tf.Tensor>): Record<string, tf.Tensor> => {
      const { x, hidden, cell } = read(given);
      return { ...lstm(layer, x, { hidden, cell, lengths }) };
    };
    return { layer, run };
  }
  const layer = kind === "gru" ? createGru(config) : createRnn(config);
  const run = (given: Record<string, tf.Tensor>): Record<string, tf.Tensor> => {
    const { x, hidden } = read(given);
    return { ...(layer.kind === "gru" ? gru(layer, x, { hidden, lengths }) : rnn(layer, x, { hidden, lengths })) };
  };
  return { layer, run };
}

/** Our weights are PyTorch's transposed; biases and inputs are as they are. */
function turned(tensor: tf.Tensor, name: string): tf.Tensor {
  return name.startsWith("weight") ? tf.transpose(tensor) : tensor;
}

function difference(actual: tf.Tensor | undefined, expected: GoldenArray): number {
  if (actual === undefined || actual.shape.join() !== expected.shape.join()) {
    throw new Error(`Cannot compare shape [${actual?.shape}] with the golden shape [${expected.shape}]`);
  }
  return worstDifference(actual.dataSync(), expected.values);
}

function need(arrays: Arrays, name: string): GoldenArray {
  const array = arrays[name];
  if (array === undefined) {
    throw new Error(`Cannot find "${name}" in the golden file`);
  }
  return array;
}
