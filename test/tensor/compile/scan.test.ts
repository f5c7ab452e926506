import { expect } from "chai";
import { compile, scan, startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { expectNewTensors } from "../../support/tensors.ts";

/** Running sums of x [T], each with the factor, a tensor from outside of the loop. */
function runningSums(x: tf.Tensor, factor: tf.Tensor, reverse = false): tf.Tensor[] {
  const { state, outputs } = scan({ state: [tf.scalar(0)], inputs: [x, undefined], reverse }, ([sum], [here]) => {
    const next = tf.add(sum, tf.mul(here, factor));
    return { state: [next], outputs: [next, sum] };
  });
  return [...state, ...outputs];
}

const valuesOf = (tensors: tf.Tensor[]) => tensors.map((tensor) => tensor.arraySync());

describe("a loop over time", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("does what its docstring shows", () => {
    const sums = scan({ state: [tf.scalar(0)], inputs: [tf.tensor([1, 2, 3])] }, ([sum], [x]) => {
      const next = tf.add(sum, x);
      return { state: [next], outputs: [next] };
    });
    expect(sums.outputs[0].arraySync()).to.deep.equal([1, 3, 6]);
  });

  it("goes back from the last position, each output at its place", () => {
    expect(valuesOf(runningSums(tf.tensor([1, 2, 3]), tf.scalar(2), true))).to.deep.equal([
      12,
      [12, 10, 6],
      [10, 6, 0],
    ]);
  });

  for (const mode of ["graph", "xla"] as const) {
    it(`is one operation of a step compiled as ${mode}, with the same results`, () => {
      for (const reverse of [false, true]) {
        const step = (x: tf.Tensor, factor: tf.Tensor) => runningSums(x, tf.square(factor), reverse);
        const compiled = compile(step, { mode });
        const arguments_ = [tf.tensor([1, 2, 3, 4]), tf.scalar(3)] as const;
        expect(valuesOf(compiled(...arguments_))).to.deep.equal(valuesOf(step(...arguments_)));
        // Other values than those it was recorded with.
        const others = [tf.tensor([5, -1, 0, 2]), tf.scalar(-1)] as const;
        expect(valuesOf(compiled(...others))).to.deep.equal(valuesOf(step(...others)));
        const long = tf.ones([500]);
        compiled(long, tf.scalar(1));
        const operations = compiled.forms().map((form) => form.operations);
        expect(operations[0], "operations do not grow with the length").to.equal(operations[1]);
        compiled.dispose();
      }
    });

    it(`may stand in another loop, compiled as ${mode}`, () => {
      const step = (x: tf.Tensor) => {
        const { outputs } = scan({ state: [tf.scalar(1)], inputs: [x] }, ([factor], [row]) => {
          const [sum = factor] = runningSums(row, factor);
          return { state: [tf.add(factor, 1)], outputs: [sum] };
        });
        return outputs[0];
      };
      const compiled = compile(step, { mode });
      const x = tf.tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]);
      expect(step(x).arraySync()).to.deep.equal([3, 14, 33]);
      expect(compiled(x).arraySync()).to.deep.equal([3, 14, 33]);
      compiled.dispose();
    });
  }

  for (const mode of ["graph", "xla"] as const) {
    it(`makes its inputs itself and writes outputs over them, compiled as ${mode}`, () => {
      const step = (x: tf.Tensor, added: tf.Tensor) => {
        const start = () => ({
          state: [tf.scalar(1)] as [tf.Tensor],
          inputs: [tf.mul(x, 2), undefined, x] as [tf.Tensor, undefined, tf.Tensor],
          overwrite: 1,
        });
        const { state, outputs } = scan(start, ([before], [double, _, single]) => {
          const next = tf.add(before, double);
          return { state: [next], outputs: [tf.add(next, added), tf.mul(next, single)] };
        });
        return [...state, ...outputs];
      };
      const compiled = compile(step, { mode });
      for (const values of [
        [1, 2, 3],
        [4, 0, -1],
      ]) {
        const arguments_ = [tf.tensor(values), tf.scalar(10)] as const;
        expect(valuesOf(compiled(...arguments_))).to.deep.equal(valuesOf(step(...arguments_)));
      }
      expect(valuesOf(step(tf.tensor([1, 2, 3]), tf.scalar(10)))).to.deep.equal([13, [13, 17, 23], [3, 14, 39]]);
      compiled.dispose();
    });
  }

  it("refuses to write an output over an input of another shape", () => {
    const run = () =>
      scan({ state: [tf.scalar(0)], inputs: [tf.zeros([3, 2])], overwrite: 1 }, ([sum]) => ({
        state: [sum],
        outputs: [sum],
      })).outputs;
    for (const attempt of [run, () => compile(run)()]) {
      expect(attempt).to.throw("Cannot write an output of shape [] over an input of [2]");
    }
  });

  it("leaves nothing behind but its results", () => {
    const x = tf.tensor([1, 2, 3]);
    const start = tf.scalar(0);
    expectNewTensors(2, () => {
      const { state, outputs } = scan({ state: [start], inputs: [x] }, ([sum], [here]) => {
        const next = tf.add(tf.mul(sum, 2), here);
        return { state: [next], outputs: [tf.square(next)] };
      });
      return [...state, ...outputs];
    });
  });

  it("leaves nothing behind when it is recorded, and reads variables anew", () => {
    const factor = tf.variable(tf.scalar(1));
    const x = tf.tensor([1, 1, 1]);
    const before = tensorCount();
    const compiled = compile((x: tf.Tensor) => runningSums(x, factor), { mode: "graph" });
    tf.dispose(compiled(x));
    expect(tensorCount()).to.equal(before);
    tf.tidy(() => factor.assign(tf.scalar(5)));
    expect(compiled(x)[0]?.arraySync()).to.equal(15);
    compiled.dispose();
    factor.dispose();
  });

  it("still refuses what cannot be recorded within it", () => {
    const step = (x: tf.Tensor) =>
      scan({ state: [tf.scalar(0)], inputs: [x] }, ([sum], [here]) => {
        const next = tf.add(sum, here.dataSync()[0] ?? 0);
        return { state: [next], outputs: [next] };
      }).outputs;
    expect(() => compile(step)(tf.tensor([1, 2]))).to.throw("reads the values of a tensor");
  });

  it("refuses inputs without a common length, and states that change their shape", () => {
    const zero = tf.scalar(0);
    const same = ([state]: [tf.Tensor]) => ({ state: [state] as [tf.Tensor], outputs: [] as [] });
    expect(() => scan({ state: [zero], inputs: [tf.zeros([2]), tf.zeros([3])] }, same)).to.throw(
      "Cannot loop over inputs [2], [3]: they need the same first axis",
    );
    expect(() => scan({ state: [zero], inputs: [tf.zeros([0, 4])] }, same)).to.throw("one step or more");
    const grow = ([state]: [tf.Tensor]) => ({ state: [tf.expandDims(state, 0)] as [tf.Tensor], outputs: [] as [] });
    const start = () => ({ state: [zero] as [tf.Tensor], inputs: [tf.zeros([3])] as [tf.Tensor] });
    for (const run of [() => scan(start(), grow), () => compile(() => scan(start(), grow).state)()]) {
      expect(run).to.throw("Cannot go on with a state of shape [1]: the loop started with []; its shape must stay");
    }
  });
});
