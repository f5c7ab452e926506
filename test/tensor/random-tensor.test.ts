import { expect } from "chai";
import { createRandom } from "../../lib/random/index.ts";
import { randomNormal, randomUniform, startBackend, tensorCount, tf } from "../../lib/tensor/index.ts";
import { expectNewTensors, take } from "../support/tensors.ts";

describe("random tensors", () => {
  before(() => startBackend());

  it("are what the docstrings show", () => {
    const [weights, noise] = [
      randomNormal([4, 2], createRandom(1), { deviation: 0.02 }),
      randomUniform([3], createRandom(1), { low: -1, high: 1 }),
    ];
    expect(weights.shape).to.deep.equal([4, 2]);
    expect(noise.shape).to.deep.equal([3]);
    tf.dispose([weights, noise]);
  });

  it("hold the generator's numbers in order, row by row", () => {
    const random = createRandom(2);
    const expected = [1, 2, 3, 4].map(() => Math.fround(10 + 3 * random.normal()));
    expect(take(randomNormal([2, 2], createRandom(2), { mean: 10, deviation: 3 }))).to.deep.equal(expected);
  });

  it("hold uniform numbers of the range asked for", () => {
    const random = createRandom(3);
    const expected = [1, 2, 3].map(() => Math.fround(-2 + 5 * random.uniform()));
    expect(take(randomUniform([3], createRandom(3), { low: -2, high: 3 }))).to.deep.equal(expected);
  });

  it("come in every shape, a single number and nothing included", () => {
    expect(take(randomNormal([], createRandom(4)))).to.have.lengthOf(1);
    expect(take(randomUniform([2, 0], createRandom(4)))).to.have.lengthOf(0);
  });

  it("do not share memory with the next one", () => {
    const random = createRandom(5);
    const [first, second] = [randomNormal([2], random), randomNormal([2], random)];
    expect(take(first)).to.not.deep.equal(take(second));
  });

  it("are one tensor each", () => {
    expectNewTensors(1, () => randomNormal([3], createRandom(6)));
    expectNewTensors(1, () => randomUniform([3], createRandom(6)));
  });

  it("refuse what makes no sense, by name", () => {
    const random = createRandom(7);
    expect(() => randomNormal([2, -1], random)).to.throw(RangeError, "Cannot make a tensor of shape [2, -1]");
    expect(() => randomNormal([2.5], random)).to.throw(RangeError, "Cannot make a tensor of shape [2.5]");
    expect(() => randomNormal([2], random, { deviation: -1 })).to.throw(RangeError, "deviation -1");
    expect(() => randomNormal([2], random, { mean: Number.NaN })).to.throw(RangeError, "mean NaN");
    expect(() => randomUniform([2], random, { low: 1, high: 1 })).to.throw(RangeError, "from [1, 1)");
  });
});

describe("the tensor count", () => {
  before(() => startBackend());

  it("counts what its docstring shows", () => {
    const before = tensorCount();
    const x = tf.zeros([2, 3]);
    expect(tensorCount() - before).to.equal(1);
    x.dispose();
    expect(tensorCount()).to.equal(before);
  });
});
