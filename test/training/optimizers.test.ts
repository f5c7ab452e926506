import { expect } from "chai";
import { startBackend, tensorCount, tf } from "../../lib/tensor/index.ts";
import type { AdamWOptions, Optimizer, SgdOptions } from "../../lib/training/index.ts";
import { adamW, clipByGlobalNorm, pack, sgd, unpack } from "../../lib/training/index.ts";
import { packedSize } from "../../lib/training/optimizers/packed.ts";
import type { GoldenArray } from "../support/golden.ts";
import { readGolden } from "../support/golden.ts";
import { errorOf } from "../support/printed.ts";
import { expectNewTensors, goldenTensor, take, worstDifference } from "../support/tensors.ts";

type Arrays = Record<string, GoldenArray>;

interface Input {
  start: Arrays;
  gradients: Arrays[];
  rates: number[];
}

interface Case {
  name: string;
  settings: ({ rule: "adamW" } & AdamWOptions) | ({ rule: "sgd" } & SgdOptions);
  clip?: number;
  norms: number[];
  parameters: Arrays;
}

const isCase = (entry: Input | Case): entry is Case => "settings" in entry;
const golden = readGolden<Input | Case>("optimizers");
const cases = golden.filter(isCase);
const input = golden.find((entry): entry is Input => !isCase(entry)) ?? { start: {}, gradients: [], rates: [] };

const variablesOf = (arrays: Arrays) =>
  new Map(Object.entries(arrays).map(([name, array]) => [name, tf.tidy(() => tf.variable(goldenTensor(array)))]));

/** float32 against float64: 20 steps of at most 0.05 on numbers near 1 are good to about 1e-6. */
const tolerance = 3e-6;

describe("an optimiser", () => {
  before(() => startBackend());

  for (const { name, settings, clip, norms, parameters } of cases) {
    it(`agrees with PyTorch over 20 steps: ${name}`, () => {
      const before = tensorCount();
      const variables = variablesOf(input.start);
      const optimizer: Optimizer = settings.rule === "adamW" ? adamW(variables, settings) : sgd(variables, settings);
      const lengths = input.rates.map((rate, step) =>
        tf.tidy(() => {
          const packed = pack(Object.values(input.gradients[step] ?? {}).map((array) => goldenTensor(array)));
          const { gradient, norm } = clipByGlobalNorm(packed, clip ?? Number.POSITIVE_INFINITY);
          optimizer.update(gradient, tf.scalar(rate));
          return Number(norm.arraySync());
        }),
      );
      expect(lengths).to.have.lengthOf(20);
      expect(worstDifference(lengths, norms), "norms before clipping").to.be.below(tolerance);
      for (const [key, variable] of variables) {
        const expected = parameters[key]?.values ?? [];
        expect(worstDifference(variable.dataSync(), expected), key).to.be.below(tolerance);
      }
      optimizer.dispose();
      tf.dispose([...variables.values()]);
      expect(tensorCount(), "tensors left behind").to.equal(before);
    });
  }

  it("decays only what it is told to: matrices, unless told otherwise", () => {
    const moved = (options: AdamWOptions) => {
      const [matrix, vector] = [tf.variable(tf.ones([1, 2])), tf.variable(tf.ones([2]))];
      const optimizer = adamW([matrix, vector], { weightDecay: 0.5, ...options });
      optimizer.update(tf.zeros([4]), tf.scalar(0.1));
      optimizer.dispose();
      return [take(matrix), take(vector)];
    };
    const close = (actual: number[][], expected: number[][]) =>
      expect(worstDifference(actual.flat(), expected.flat())).to.be.below(1e-6);
    close(moved({}), [
      [0.95, 0.95],
      [1, 1],
    ]);
    close(moved({ decays: ({ rank }) => rank === 1 }), [
      [1, 1],
      [0.95, 0.95],
    ]);
    close(moved({ weightDecay: 0 }), [
      [1, 1],
      [1, 1],
    ]);
  });

  it("does what the docstrings show", () => {
    const close = (x: tf.Variable, expected: number[]) =>
      expect(worstDifference(take(x), expected), String(expected)).to.be.below(1e-6);
    const x = tf.variable(tf.tensor1d([1, 2]));
    const adam = adamW([x], { weightDecay: 0 });
    adam.update(tf.tensor1d([0.5, -3]), tf.scalar(0.1));
    close(x, [0.9, 2.1]);
    adam.dispose();
    const y = tf.variable(tf.tensor1d([1, 2]));
    sgd([y]).update(tf.tensor1d([2, -4]), tf.scalar(0.25));
    close(y, [0.5, 3]);
  });

  it("leaves no tensor behind in an update, and frees what it remembers", () => {
    const x = tf.variable(tf.ones([3, 2]));
    const [gradient, rate] = [tf.ones([6]) as tf.Tensor1D, tf.scalar(0.1)];
    for (const make of [() => adamW([x]), () => sgd([x]), () => sgd([x], { momentum: 0.9, nesterov: true })]) {
      const before = tensorCount();
      const optimizer = make();
      expect(tensorCount() - before).to.equal(optimizer.state.size);
      expectNewTensors(0, () => {
        optimizer.update(gradient, rate);
        return [];
      });
      optimizer.dispose();
      expect(tensorCount()).to.equal(before);
    }
    tf.dispose([x, gradient, rate]);
  });

  it("refuses settings that make no sense", async () => {
    const x = tf.variable(tf.scalar(1));
    const messageOf = async (make: () => unknown) => (await errorOf(make)).message;
    expect(await messageOf(() => adamW([]))).to.match(/^Cannot create AdamW without parameters/);
    expect(await messageOf(() => adamW([x], { beta1: 1 }))).to.equal(
      "Cannot create AdamW with beta1 1: it is a number from 0 to below 1",
    );
    expect(await messageOf(() => adamW([x], { weightDecay: -1 }))).to.equal(
      "Cannot create AdamW with weightDecay -1: it is a number from 0 up",
    );
    expect(await messageOf(() => adamW([x], { epsilon: Number.NaN }))).to.match(/epsilon NaN/);
    expect(await messageOf(() => sgd([x], { momentum: 1.5 }))).to.match(/^Cannot create SGD with momentum 1.5/);
    expect(await messageOf(() => sgd([x], { nesterov: true }))).to.match(/^Cannot create SGD with nesterov/);
    x.dispose();
  });
});

describe("packing", () => {
  before(() => startBackend());

  it("writes tensors one after the other, and cuts them out again", () => {
    const tensors = [tf.tensor2d([[1, 2]]), tf.scalar(3), tf.tensor1d([4, 5])];
    const packed = pack(tensors);
    expect(packed.arraySync()).to.deep.equal([1, 2, 3, 4, 5]);
    const again = unpack(packed, tensors);
    expect(again.map((tensor) => tensor.arraySync())).to.deep.equal([[[1, 2]], 3, [4, 5]]);
    tf.dispose([...tensors, packed, ...again]);
  });

  it("ends a long vector in zeros, to a length that divides by 1,024", () => {
    const tensors = [tf.ones([256, 257]), tf.fill([3], 2)];
    const packed = pack(tensors);
    expect(packed.size).to.equal(packedSize(65_795)).and.to.equal(66_560);
    const again = unpack(packed, tensors);
    expect(again.map(({ shape }) => shape)).to.deep.equal([[256, 257], [3]]);
    expect([...again, packed].map((tensor) => tf.tidy(() => tf.sum(tensor).dataSync()[0]))).to.deep.equal([
      65_792, 6, 65_798,
    ]);
    tf.dispose([...tensors, packed, ...again]);
  });

  it("keeps what moves a long vector at its length", () => {
    expect([1, 2 ** 16 - 1, 2 ** 16, 2 ** 16 + 1].map(packedSize)).to.deep.equal([1, 65_535, 65_536, 66_560]);
    const parameter = tf.variable(tf.ones([65_795]));
    const optimizer = adamW([parameter], { weightDecay: 0 });
    const [gradient, rate] = [pack([tf.ones([65_795])]), tf.scalar(0.25)];
    optimizer.update(gradient, rate);
    expect([...new Set(parameter.dataSync())]).to.deep.equal([0.75]);
    expect(optimizer.state.get("mean")?.shape).to.deep.equal([66_560]);
    optimizer.dispose();
    tf.dispose([parameter, gradient, rate]);
  });

  it("leaves its results behind, and nothing else", () => {
    const tensors = [tf.ones([2, 2]), tf.ones([3])];
    expectNewTensors(1, () => pack(tensors));
    const packed = pack(tensors);
    expectNewTensors(2, () => unpack(packed, tensors));
    tf.dispose([...tensors, packed]);
  });

  it("refuses a vector of another length", async () => {
    const vector = tf.ones([5]) as tf.Tensor1D;
    const { message } = await errorOf(() => unpack(vector, [{ shape: [2, 2], size: 4 }]));
    expect(message).to.match(/^Cannot cut a vector of 5 numbers into tensors of 4/);
    vector.dispose();
  });
});

describe("clipping", () => {
  before(() => startBackend());

  const clip = (values: number[], limit: number) =>
    tf.tidy(() => {
      const { gradient, norm } = clipByGlobalNorm(tf.tensor1d(values), limit);
      return { gradient: Array.from(gradient.dataSync()), norm: norm.dataSync()[0] };
    });

  it("shortens a long gradient and says how long it was", () => {
    const { gradient, norm } = clip([30, 40], 1);
    expect(norm).to.equal(50);
    expect(worstDifference(gradient, [0.6, 0.8])).to.be.below(1e-6);
  });

  it("leaves a short one, one of length 0, and without a limit every one as it is", () => {
    expect(clip([0.3, 0.4], 1).gradient).to.deep.equal(clip([0.3, 0.4], Number.POSITIVE_INFINITY).gradient);
    expect(clip([0, 0], 1)).to.deep.equal({ gradient: [0, 0], norm: 0 });
    expect(clip([3000, 4000], Number.POSITIVE_INFINITY)).to.deep.equal({ gradient: [3000, 4000], norm: 5000 });
  });

  it("gives a length that is not finite where a number is not", () => {
    expect(clip([1, Number.NaN], 1).norm).to.deep.equal(Number.NaN);
    expect(clip([1, Number.NEGATIVE_INFINITY], 1).norm).to.equal(Number.POSITIVE_INFINITY);
  });

  it("makes two tensors", () => {
    const gradient = tf.tensor1d([3, 4]);
    for (const limit of [1, Number.POSITIVE_INFINITY]) {
      expectNewTensors(2, () => clipByGlobalNorm(gradient, limit));
    }
    gradient.dispose();
  });

  it("refuses a limit that is not above 0", async () => {
    const gradient = tf.tensor1d([3, 4]);
    expect((await errorOf(() => clipByGlobalNorm(gradient, 0))).message).to.match(/^Cannot clip gradients .* of 0/);
    gradient.dispose();
  });
});
