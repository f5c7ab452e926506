import { expect } from "chai";
import type { CompileMode } from "../../lib/tensor/index.ts";
import { startBackend, tensorCount, tf } from "../../lib/tensor/index.ts";
import { adamW, train } from "../../lib/training/index.ts";
import { errorOf } from "../support/printed.ts";

const quiet = { progress: false } as const;

describe("a loss that is not finite", () => {
  before(() => startBackend());

  /** A model of two parameters, whose loss the batch's number multiplies. */
  function model() {
    const a = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
    const b = tf.tidy(() => tf.variable(tf.tensor1d([3, 0.5])));
    const parameters = new Map([
      ["first.a", a],
      ["second.b", b],
    ]);
    return {
      parameters,
      values: () => [...a.dataSync(), ...b.dataSync()],
      loss: ([factor]: [tf.Tensor]) => tf.add(tf.sum(tf.square(a)), tf.mul(tf.sum(tf.square(b)), factor)),
      root: ([shift]: [tf.Tensor]) => tf.add(tf.sum(tf.square(a)), tf.sum(tf.sqrt(tf.mul(tf.square(b), shift)))),
      dispose: () => tf.dispose([a, b]),
    };
  }

  for (const mode of ["eager", "graph", "xla"] satisfies CompileMode[]) {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      it(`stops at its step with the parameters of the step before: ${bad}, ${mode}`, async () => {
        const before = tensorCount();
        const { parameters, values, loss, dispose } = model();
        const optimizer = adamW(parameters);
        const seen: number[][] = [];
        const error = await errorOf(() =>
          train({
            ...quiet,
            parameters,
            batch: (step) => [tf.scalar(step === 3 ? bad : 1)],
            loss,
            optimizer,
            mode,
            learningRate: 0.1,
            steps: 10,
            onStep: () => seen.push([...values(), ...state()]),
          }),
        );
        function state() {
          return [...optimizer.state.values()].flatMap((variable) => Array.from(variable.dataSync()));
        }
        expect(error.message).to.equal(
          `Cannot go on training at step 3: the loss is ${bad}, and the first gradient that is not finite is that of parameter second.b, of shape [2]; the parameters are as the step before left them; try a smaller learning rate or clipNorm: 1, and look for a division by 0 or a logarithm of 0 in the loss`,
        );
        expect(seen).to.have.lengthOf(3);
        // To the last bit, and what the optimiser remembers as well.
        expect([...values(), ...state()]).to.deep.equal(seen.at(-1));
        optimizer.dispose();
        dispose();
        expect(tensorCount(), "tensors left behind").to.equal(before);
      }).timeout(20_000);
    }
  }

  it("is told apart from a finite loss of infinite slope", async () => {
    const { parameters, values, root, dispose } = model();
    const before = values();
    const { message } = await errorOf(() =>
      train({ ...quiet, parameters, batch: () => [tf.scalar(0)], loss: root, mode: "graph", steps: 10 }),
    );
    expect(message).to.match(
      /^Cannot go on training at step 0: the loss is 5, and the first gradient that is not finite is that of parameter second.b, of shape \[2\]; .*; look for a root/,
    );
    expect(values()).to.deep.equal(before);
    dispose();
  });

  it("is told apart from parameters that were spoilt before", async () => {
    const { parameters, loss, dispose } = model();
    parameters.get("second.b")?.assign(tf.tidy(() => tf.tensor1d([1, Number.NaN])));
    const { message } = await errorOf(() =>
      train({ ...quiet, parameters, batch: () => [tf.scalar(1)], loss, mode: "eager", steps: 10 }),
    );
    expect(message).to.equal(
      "Cannot go on training at step 0: the loss is NaN, because parameter second.b, of shape [2], is not finite; take a smaller learning rate, and start again from finite parameters",
    );
    dispose();
  });

  it("is told apart from a gradient that is too long to be measured", async () => {
    const { parameters, loss, dispose } = model();
    const { message } = await errorOf(() =>
      train({ ...quiet, parameters, batch: () => [tf.scalar(1e25)], loss, mode: "eager", steps: 10 }),
    );
    expect(message).to.match(/the gradient of all parameters together has the length Infinity/);
    dispose();
  });

  it("is found in a step of several batches as well", async () => {
    const { parameters, values, loss, dispose } = model();
    const { message } = await errorOf(() =>
      train({
        ...quiet,
        parameters,
        batch: (index) => [tf.scalar(index === 5 ? Number.NaN : 1)],
        loss,
        accumulate: 2,
        mode: "graph",
        steps: 10,
      }),
    );
    expect(message).to.match(/^Cannot go on training at step 2: the loss is NaN, and .* parameter second.b/);
    expect(values().every(Number.isFinite)).to.equal(true);
    dispose();
  });

  it("has no name for a parameter that came without", async () => {
    const x = tf.variable(tf.scalar(1));
    const { message } = await errorOf(() =>
      train({ ...quiet, parameters: [x], loss: () => tf.mul(x, Number.NaN), steps: 1 }),
    );
    expect(message).to.contain("that of parameter 1 of 1, of shape []");
    x.dispose();
  });
});
