import { expect } from "chai";
import { compile, compiledPart, startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";

describe("a part of a step that XLA compiles", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("does what its docstring shows", () => {
    expect(compiledPart(() => [tf.sqrt(tf.add(tf.square(tf.scalar(3)), 16))])[0].arraySync()).to.equal(5);
  });

  for (const mode of ["eager", "graph", "xla"] as const) {
    it(`reads and assigns variables, as the step around it does, compiled as ${mode}`, () => {
      const [sum, rest] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(7))];
      const before = tensorCount();
      const step = compile(
        (x: tf.Tensor) => {
          sum.assign(tf.add(sum, x));
          const [double] = compiledPart(() => {
            sum.assign(tf.add(sum, tf.mul(x, 10)));
            return [tf.add(tf.mul(sum, 2), tf.sub(rest, 7))];
          });
          sum.assign(tf.add(sum, tf.mul(x, 100)));
          return tf.stack([double, sum]);
        },
        { mode },
      );
      for (const [x, expected] of [
        [1, [24, 112]],
        [2, [268, 334]],
      ] as const) {
        const [argument, result] = tf.tidy(() => [tf.scalar(x), step(tf.scalar(x))]);
        expect(result?.arraySync()).to.deep.equal(expected);
        tf.dispose([argument, result]);
      }
      expect(sum.arraySync()).to.equal(334);
      expect(rest.arraySync()).to.equal(7);
      expect(tensorCount()).to.equal(before);
      step.dispose();
      tf.dispose([sum, rest]);
    });
  }

  it("is one operation of a graph, however many it has", () => {
    const roots = (x: tf.Tensor, count: number) => [
      Array.from({ length: count }).reduce<tf.Tensor>((y) => tf.sqrt(y), x),
    ];
    const operations = [2, 20].map((count) => {
      const step = compile((x: tf.Tensor) => compiledPart(() => roots(x, count)), { mode: "graph" });
      tf.dispose(step(tf.scalar(2)));
      const [form] = step.forms();
      step.dispose();
      return form?.operations;
    });
    expect(operations[0]).to.equal(operations[1]);
  });
});
