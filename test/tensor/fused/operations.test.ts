import { expect } from "chai";
import { compile, startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { operationCases } from "./cases.ts";
import { differencesOf, referenceResults, tensorResults } from "./differences.ts";

// float32 against float64, sums of at most thirty numbers around 1.
const tolerance = 1e-5;

function expectClose(differences: number[], what: string): void {
  for (const [at, worst] of differences.entries()) {
    expect(worst, `${at === 0 ? "the value" : `gradient ${at}`} ${what}`).to.be.below(tolerance);
  }
}

describe("fused operations", () => {
  before(() => startBackend());

  for (const operation of operationCases()) {
    describe(operation.name, () => {
      it("is its definition in float64, and its gradients the numeric ones", () => {
        const reference = referenceResults(operation);
        expectClose(differencesOf(tensorResults(operation, "apply"), reference), "against float64");
        expectClose(differencesOf(tensorResults(operation, "plain"), reference), "of the plain version");
      });

      it("is its plain version", () => {
        const plain = tensorResults(operation, "plain");
        expectClose(differencesOf(tensorResults(operation, "apply"), plain), "against the plain version");
      });

      for (const mode of ["xla", "graph"] as const) {
        it(`does the same compiled as ${mode}`, () => {
          const compiled = tensorResults(operation, "apply", (step, inputs) => {
            const form = compile(step, { mode });
            const results = [form, form].map((run) => run(...inputs));
            form.dispose();
            return results[1] ?? [];
          });
          expectClose(differencesOf(compiled, tensorResults(operation, "apply")), `as ${mode}`);
        });
      }

      it("leaves nothing behind, forward and backward", () => {
        const inputs = operation.shapes.map((shape) => tf.ones(shape));
        tf.tidy(() => {
          // The cases make their masks and labels themselves: only what is left after a tidy counts.
          operation.apply(...inputs);
        });
        const before = tensorCount();
        const value = tf.tidy(() => operation.apply(...inputs));
        expect(tensorCount() - before, "new tensors").to.equal(1);
        value.dispose();
        const sum = (...tensors: tf.Tensor[]) => tf.sum(operation.apply(...tensors));
        const gradients = tf.tidy(() => tf.grads(sum)(inputs));
        expect(tensorCount() - before, "tensors of the gradient").to.equal(inputs.length);
        tf.dispose([gradients, inputs]);
      });
    });
  }
});
