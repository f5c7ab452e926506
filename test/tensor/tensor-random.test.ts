import { expect } from "chai";
import { createRandom } from "../../lib/random/index.ts";
import type { TensorRandom } from "../../lib/tensor/index.ts";
import { compile, createTensorRandom, dropout, seedTensor, startBackend, tf } from "../../lib/tensor/index.ts";
import { expectNewTensors, take } from "../support/tensors.ts";

function randomOf(first: number, second: number): TensorRandom {
  return createTensorRandom(tf.tensor1d([first, second], "int32"));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The correlation of two lists of numbers spread evenly over [0, 1). Its deviation is 1 / √length. */
function correlation(a: readonly number[], b: readonly number[]): number {
  return 12 * mean(a.map((value, at) => (value - 0.5) * ((b[at] ?? Number.NaN) - 0.5)));
}

const size = 100_000;
/** Five deviations: one in two million, and the seeds are fixed, so that what passes once passes always. */
const limit = 5;

describe("a tensor's random numbers", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("do what the docstrings show", () => {
    expect(createTensorRandom(seedTensor(createRandom(1))).uniform([2, 3]).shape).to.deep.equal([2, 3]);
    expect(seedTensor(createRandom(1)).shape).to.deep.equal([2]);
    for (const value of take(dropout(tf.ones([4]), 0.5, randomOf(1, 2)))) {
      expect(value).to.be.oneOf([0, 2]);
    }
  });

  it("lie in [0, 1), evenly: mean, variance and the share of each hundredth", () => {
    for (const random of [randomOf(0, 0), randomOf(1, -1), randomOf(-(2 ** 31), 12345)]) {
      const values = take(random.uniform([size]));
      expect(Math.min(...values.slice(0, 1000))).to.be.at.least(0);
      expect(values.every((value) => value >= 0 && value < 1)).to.equal(true);
      expect(Math.abs(mean(values) - 0.5)).to.be.below(limit * Math.sqrt(1 / 12 / size));
      const variance = mean(values.map((value) => (value - 0.5) ** 2));
      expect(Math.abs(variance - 1 / 12)).to.be.below(limit * Math.sqrt(1 / 180 / size));
      const counts = new Array<number>(100).fill(0);
      for (const value of values) {
        const bin = Math.floor(value * 100);
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      const chiSquare = counts.reduce((sum, count) => sum + (count - size / 100) ** 2 / (size / 100), 0);
      expect(Math.abs(chiSquare - 99)).to.be.below(limit * Math.sqrt(2 * 99));
    }
  });

  it("use all of their 24 bits, each half of the time", () => {
    const words = take(randomOf(5, 6).uniform([size])).map((value) => value * 2 ** 24);
    for (let bit = 0; bit < 24; bit++) {
      const share = mean(words.map((word) => (word >>> bit) & 1));
      expect(Math.abs(share - 0.5), `bit ${bit}`).to.be.below((limit * 0.5) / Math.sqrt(size));
    }
  });

  it("are independent of their neighbours, however far off", () => {
    const values = take(randomOf(7, 8).uniform([size]));
    for (const distance of [1, 2, 3, 4, 16, 64, 128, 1000, 4096, 65_536]) {
      const worst = correlation(values.slice(distance), values.slice(0, -distance));
      expect(Math.abs(worst), `at distance ${distance}`).to.be.below(limit / Math.sqrt(size - distance));
    }
  });

  it("are others in every draw, independent of those before", () => {
    const random = randomOf(9, 10);
    const draws = Array.from({ length: 8 }, () => take(random.uniform([size])));
    for (const [at, draw] of draws.entries()) {
      for (const other of draws.slice(0, at)) {
        expect(Math.abs(correlation(draw, other))).to.be.below(limit / Math.sqrt(size));
      }
    }
  });

  it("are others for every seed, independent even of the next one's", () => {
    const seeds: [number, number][] = [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
      [2, 0],
      [-1, 0],
      [0, -1],
      [65_536, 0],
    ];
    const draws = seeds.map(([first, second]) => take(randomOf(first, second).uniform([size])));
    for (const [at, draw] of draws.entries()) {
      const shared = new Set(draw);
      for (const other of draws.slice(0, at)) {
        expect(Math.abs(correlation(draw, other))).to.be.below(limit / Math.sqrt(size));
        // Not the same numbers in another order either: so many agree by chance among 2^24.
        const common = other.filter((value) => shared.has(value)).length;
        expect(common).to.be.below((size * size) / 2 ** 24 + limit * Math.sqrt((size * size) / 2 ** 24));
      }
    }
  });

  it("are the same at once, as one graph and under XLA, and follow the seed", () => {
    const step = (seed: tf.Tensor1D) => {
      const random = createTensorRandom(seed);
      return [random.uniform([3, 5]), random.uniform([1000]), random.chance([50], 0.3)];
    };
    for (const mode of ["xla", "graph"] as const) {
      const compiled = compile(step, { mode });
      for (const seed of [tf.tensor1d([1, 2], "int32"), tf.tensor1d([-3, 4], "int32")]) {
        const [here, there] = [step(seed).map(take), compiled(seed).map(take)];
        expect(there).to.deep.equal(here);
      }
      compiled.dispose();
    }
  });

  it("come in every shape, nothing included", () => {
    expect(take(randomOf(1, 2).uniform([]))).to.have.lengthOf(1);
    expect(take(randomOf(1, 2).uniform([2, 0]))).to.have.lengthOf(0);
    expect(randomOf(1, 2).chance([2, 3, 4], 0.5).dtype).to.equal("bool");
  });

  it("are true as often as asked: never, always and between", () => {
    const random = randomOf(11, 12);
    for (const probability of [0, 1, 0.1, 0.5, 0.999]) {
      const share = mean(take(random.chance([size], probability)));
      const deviation = Math.sqrt((probability * (1 - probability)) / size);
      expect(Math.abs(share - probability)).to.be.at.most(limit * deviation);
    }
  });

  it("refuse what makes no sense, by name", () => {
    expect(() => createTensorRandom(tf.tensor1d([1, 2]))).to.throw("Cannot seed with a float32 tensor [2]");
    expect(() => createTensorRandom(tf.tensor1d([1], "int32"))).to.throw("Cannot seed with a int32 tensor [1]");
    expect(() => randomOf(1, 2).uniform([2, -1])).to.throw(RangeError, "Cannot make a tensor of shape [2, -1]");
    expect(() => randomOf(1, 2).chance([2], 1.5)).to.throw(RangeError, "Cannot draw with the probability 1.5");
    expect(() => dropout(tf.ones([2]), 1, randomOf(1, 2))).to.throw(RangeError, "Cannot drop a share of 1");
    expect(() => dropout(tf.ones([2]), Number.NaN)).to.throw(RangeError, "Cannot drop a share of NaN");
  });

  it("are one tensor each", () => {
    const random = randomOf(13, 14);
    const x = tf.ones([3]);
    expectNewTensors(1, () => random.uniform([3]));
    expectNewTensors(1, () => random.chance([3], 0.5));
    expectNewTensors(1, () => seedTensor(createRandom(1)));
    expectNewTensors(1, () => dropout(x, 0.5, random));
    expectNewTensors(1, () => dropout(x, 0.5));
  });
});

describe("seeds of tensors", () => {
  before(() => startBackend());

  it("come from the generator, two words each", () => {
    const random = createRandom(3);
    const [first, second] = [seedTensor(random), seedTensor(random)];
    const again = createRandom(3);
    const words = [1, 2, 3, 4].map(() => again.integer(2 ** 32) | 0);
    expect([...take(first), ...take(second)]).to.deep.equal(words);
  });
});

describe("dropout", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("drops the share asked for and keeps the mean", () => {
    const values = take(dropout(tf.ones([size]), 0.2, randomOf(1, 2)));
    const dropped = values.filter((value) => value === 0).length / size;
    expect(Math.abs(dropped - 0.2)).to.be.below(limit * Math.sqrt(0.16 / size));
    expect(new Set(values)).to.deep.equal(new Set([0, 1.25]));
  });

  it("changes nothing without a source or at rate 0, and gives a tensor of its own", () => {
    const x = tf.tensor([1, 2, 3]);
    for (const same of [dropout(x, 0.5), dropout(x, 0, randomOf(1, 2))]) {
      expect(take(same)).to.deep.equal([1, 2, 3]);
    }
    expect(take(x)).to.deep.equal([1, 2, 3]);
  });

  it("passes gradients where it kept, scaled alike", () => {
    const x = tf.ones([100]);
    const kept = take(dropout(x, 0.3, randomOf(1, 2)));
    const gradient = tf.grad((x: tf.Tensor) => tf.sum(dropout(x, 0.3, randomOf(1, 2))))(x);
    expect(take(gradient)).to.deep.equal(kept);
  });

  it("drops anew in each run of a compiled step", () => {
    const step = compile((x: tf.Tensor, seed: tf.Tensor1D) => dropout(x, 0.5, createTensorRandom(seed)));
    const random = createRandom(1);
    const masks = Array.from({ length: 5 }, () => take(step(tf.ones([64]), seedTensor(random))).join(""));
    expect(new Set(masks).size).to.equal(5);
    step.dispose();
  });
});
