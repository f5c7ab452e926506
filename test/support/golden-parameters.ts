import { expect } from "chai";
import { namedParameters } from "../../lib/nn/index.ts";
import { tf } from "../../lib/tensor/index.ts";
import type { GoldenArray } from "./golden.ts";
import { goldenTensor, worstDifference } from "./tensors.ts";

/** Gives every parameter of a model the numbers of a golden file, which must name each of them and no other. */
export function loadGolden(model: object, parameters: Record<string, GoldenArray>): Map<string, tf.Variable> {
  const named = namedParameters(model);
  expect([...named.keys()].sort(), "names of parameters").to.deep.equal(Object.keys(parameters).sort());
  for (const [name, variable] of named) {
    const array = parameters[name] ?? { shape: [], values: [] };
    expect(variable.shape, name).to.deep.equal(array.shape);
    tf.tidy(() => variable.assign(goldenTensor(array)));
  }
  return named;
}

/** Compares a loss's gradients with those of a golden file; gives the worst difference of each. */
export function gradientDifferences(
  loss: () => tf.Scalar,
  variables: ReadonlyMap<string, tf.Variable>,
  gradients: Record<string, GoldenArray>,
): Record<string, number> {
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(loss, [...variables.values()]);
    return Object.fromEntries(
      Object.entries(gradients).map(([name, array]) => {
        const gradient = grads[variables.get(name)?.name ?? ""];
        expect(gradient?.shape, `shape of the gradient of ${name}`).to.deep.equal(array.shape);
        return [`gradient of ${name}`, worstDifference(gradient?.dataSync() ?? [], array.values)];
      }),
    );
  });
}
