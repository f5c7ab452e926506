import { expect } from "chai";
import { createRandom } from "../../../lib/random/index.ts";
import { compile, randomNormal, startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { nativeBackend } from "../../../lib/tensor/native/backend.ts";
import { take, worstDifference } from "../../support/tensors.ts";

/** float32 keeps 7 digits; XLA adds up in another order. */
const tolerance = 1e-5;
const modes = ["xla", "graph", "eager"] as const;

/** A linear model with its gradient and update: what a training step does. */
function createStep() {
  const weight = tf.variable(randomNormal([4, 3], createRandom(1)));
  const momentum = tf.variable(tf.zeros([4, 3]));
  const step = (x: tf.Tensor, y: tf.Tensor, rate: tf.Tensor) => {
    const { value, grads } = tf.variableGrads(() => tf.mean(tf.square(tf.sub(tf.matMul(x, weight), y))), [weight]);
    const [gradient] = Object.values(grads);
    momentum.assign(tf.add(tf.mul(momentum, 0.9), gradient ?? 0));
    weight.assign(tf.sub(weight, tf.mul(rate, momentum)));
    return value;
  };
  return { weight, momentum, step };
}

function batch(seed: number): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const random = createRandom(seed);
  return [randomNormal([5, 4], random), randomNormal([5, 3], random), tf.scalar(0.05 / (1 + seed))];
}

/** The losses of so many steps, and the weights after them. */
function train(mode: (typeof modes)[number], steps: number): number[] {
  const { weight, momentum, step } = createStep();
  const compiled = compile(step, { mode });
  const losses = Array.from({ length: steps }, (_, at) => {
    const inputs = batch(at);
    const [loss = Number.NaN] = take(compiled(...inputs));
    tf.dispose(inputs);
    return loss;
  });
  compiled.dispose();
  momentum.dispose();
  return [...losses, ...take(weight)];
}

describe("compile", () => {
  before(startBackend);

  for (const mode of ["xla", "graph"] as const) {
    it(`trains as the eager step does, mode ${mode}`, () => {
      expect(worstDifference(train(mode, 20), train("eager", 20))).to.be.lessThan(tolerance);
    });

    it(`gives the same bits each time, mode ${mode}`, () => {
      expect(train(mode, 20)).to.deep.equal(train(mode, 20));
    });

    it(`leaves the variables alone while it records, mode ${mode}`, () => {
      const count = tf.variable(tf.scalar(0));
      const compiled = compile(() => count.assign(tf.add(count, 1)) as unknown as undefined, { mode });
      expect(() => compiled()).not.to.throw();
      expect(take(count)).to.deep.equal([1]);
      compiled.dispose();
    });
  }

  for (const mode of modes) {
    it(`leaks nothing over 300 calls, mode ${mode}`, () => {
      const { weight, momentum, step } = createStep();
      const compiled = compile(step, { mode });
      const inputs = batch(1);
      compiled(...inputs).dispose();
      const tensors = tensorCount();
      const { binding } = nativeBackend();
      const handles = binding.getNumOfTensors();
      const memory = process.memoryUsage.rss();
      for (let call = 0; call < 300; call++) {
        compiled(...inputs).dispose();
      }
      expect(tensorCount() - tensors, "tensors").to.equal(0);
      expect(binding.getNumOfTensors() - handles, "TensorFlow's tensors").to.be.lessThan(20);
      expect((process.memoryUsage.rss() - memory) / 2 ** 20, "MiB").to.be.lessThan(60);
      compiled.dispose();
      tf.dispose([weight, momentum, inputs]);
    });

    it(`returns lists, records, arguments and variables, mode ${mode}`, () => {
      const held = tf.variable(tf.tensor([5, 6]));
      const parts = compile((x: tf.Tensor) => tf.split(x, 2), { mode });
      const named = compile((x: tf.Tensor) => ({ x, held, twice: tf.mul(x, 2) }), { mode });
      const x = tf.tensor([1, 2]);
      expect(parts(x).map(take)).to.deep.equal([[1], [2]]);
      const record = named(x);
      expect(Object.keys(record)).to.deep.equal(["x", "held", "twice"]);
      expect(Array.from(record.x.dataSync())).to.deep.equal([1, 2]);
      expect(Array.from(record.held.dataSync())).to.deep.equal([5, 6]);
      expect(take(record.twice)).to.deep.equal([2, 4]);
    });
  }

  it("reads a variable anew at every call, and a captured tensor as it was", () => {
    const variable = tf.variable(tf.scalar(1));
    const captured = tf.scalar(10);
    const sum = compile((x: tf.Tensor) => tf.addN([x, variable, captured]));
    const x = tf.scalar(100);
    expect(take(sum(x))).to.deep.equal([111]);
    variable.assign(tf.scalar(2));
    captured.dispose();
    expect(take(sum(x))).to.deep.equal([112]);
    sum.dispose();
  });

  it("reads vectors, which it hands over as one, anew when one has changed, by another step too", () => {
    const filled = (value: number) => tf.variable(tf.fill([4], value));
    const [first, second, third, counter] = [filled(1), filled(2), filled(3), filled(0)];
    const sum = compile((x: tf.Tensor) => {
      counter.assign(tf.add(counter, 1));
      return tf.addN([tf.mul(x, first), second, third, counter]);
    });
    const double = compile((x: tf.Tensor) => {
      second.assign(tf.mul(second, x));
    });
    const two = tf.scalar(2);
    expect(take(sum(two))).to.deep.equal([8, 8, 8, 8]); // 2 * 1 + 2 + 3 + 1
    expect(take(sum(two))).to.deep.equal([9, 9, 9, 9]);
    double(two);
    expect(take(sum(two))).to.deep.equal([12, 12, 12, 12]);
    tf.tidy(() => first.assign(tf.tensor([1, 2, 3, 4])));
    expect(take(sum(two))).to.deep.equal([13, 15, 17, 19]);
    third.dispose();
    expect(() => sum(two)).to.throw(`its variable "${third.name}" has been disposed of`);
    sum.dispose();
    double.dispose();
    tf.dispose([first, second, counter, two]);
  });

  it("keeps one copy of the vectors that it hands over, until it is disposed of", () => {
    const [scale, shift] = [tf.variable(tf.ones([4])), tf.variable(tf.ones([4]))];
    const compiled = compile((x: tf.Tensor) => tf.add(tf.mul(x, scale), shift));
    const two = tf.scalar(2);
    const call = () => {
      tf.tidy(() => shift.assign(tf.add(shift, 1)));
      compiled(two).dispose();
    };
    call();
    const { binding } = nativeBackend();
    const handles = binding.getNumOfTensors();
    for (let at = 0; at < 100; at++) {
      call();
    }
    const more = binding.getNumOfTensors();
    expect(more - handles, "after more calls").to.be.lessThan(20);
    compiled.dispose();
    expect(binding.getNumOfTensors() - more, "after dispose").to.equal(-1);
    tf.dispose([scale, shift, two]);
  });

  it("does not change a copy of a variable that it updates", () => {
    const variable = tf.variable(tf.scalar(1));
    const add = compile((x: tf.Tensor) => {
      variable.assign(tf.add(variable, x));
    });
    const one = tf.scalar(1);
    const copy = tf.clone(variable);
    add(one);
    add(one);
    expect(take(copy)).to.deep.equal([1]);
    expect(take(variable)).to.deep.equal([3]);
    add.dispose();
  });

  it("compiles one form for each shape and type, and keeps as many as it may", () => {
    const double = compile((x: tf.Tensor) => tf.mul(x, tf.cast(tf.scalar(2), x.dtype)), { shapes: 2 });
    const { binding } = nativeBackend();
    const sessions = binding.getNumOfSavedModels();
    const inputs = [tf.tensor([1]), tf.tensor([1, 2]), tf.tensor([1, 2], [2], "int32"), tf.tensor([3])];
    expect(inputs.map((input) => take(double(input)))).to.deep.equal([[2], [2, 4], [2, 4], [6]]);
    expect(double.forms().map(({ shapes }) => shapes)).to.deep.equal(["int32 [2]", "float32 [1]"]);
    expect(binding.getNumOfSavedModels() - sessions).to.equal(2);
    double.dispose();
    expect(binding.getNumOfSavedModels() - sessions).to.equal(0);
    expect(take(double(tf.tensor([4])))).to.deep.equal([8]);
    double.dispose();
  });

  it("becomes part of a step that is being recorded", () => {
    const inner = compile((x: tf.Tensor) => tf.mul(x, 2));
    const outer = compile((x: tf.Tensor) => tf.add(inner(x), 1));
    expect(take(outer(tf.tensor([1, 2])))).to.deep.equal([3, 5]);
    expect(inner.forms()).to.deep.equal([]);
    outer.dispose();
  });

  it("runs the example of its documentation", () => {
    const double = compile((x: tf.Tensor) => tf.mul(x, 2));
    expect(double(tf.tensor([1, 2, 3])).arraySync()).to.deep.equal([2, 4, 6]);
  });
});
