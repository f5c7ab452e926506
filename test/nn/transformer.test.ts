import { expect } from "chai";
import type { TransformerBlockConfig } from "../../lib/nn/index.ts";
import {
  attend,
  attendable,
  causalMask,
  createFeedForward,
  createLayerNorm,
  createMultiHeadAttention,
  createNorm,
  createRelativePositions,
  createRmsNorm,
  createTransformerBlock,
  feedForward,
  layerNorm,
  multiHeadAttention,
  normalize,
  paddingMask,
  parametersOf,
  relativeBias,
  rmsNorm,
  rotaryPositions,
  rotate,
  sinusoidalPositions,
  tokenLogits,
  transformerBlock,
} from "../../lib/nn/index.ts";
import { bucketOf } from "../../lib/nn/relative-positions.ts";
import { createRandom } from "../../lib/random/index.ts";
import { createTensorRandom, randomNormal, startBackend, tf } from "../../lib/tensor/index.ts";
import { readGolden } from "../support/golden.ts";
import { expectNewTensors, worstDifference } from "../support/tensors.ts";

const range = (length: number, first = 0) => tf.range(first, first + length, 1, "int32");
const drawn = (shape: [number, number, number], seed = 1): tf.Tensor3D => randomNormal(shape, createRandom(seed));

// The same float32 products of a few dozen numbers around 1, added in another order.
const tolerance = 1e-5;

describe("the norms", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("do what their docstrings show", () => {
    expect(worstDifference(layerNorm(createLayerNorm(2), tf.tensor([[1, 3]])).dataSync(), [-1, 1])).to.be.below(1e-5);
    expect(worstDifference(rmsNorm(createRmsNorm(2), tf.tensor([[3, 3]])).dataSync(), [1, 1])).to.be.below(1e-5);
    const norm = createNorm("rms", 2);
    expect(worstDifference(normalize(norm, tf.tensor([[3, 3]])).dataSync(), [1, 1])).to.be.below(1e-5);
  });

  it("stay finite where all numbers are equal, or 0", () => {
    const flat = tf.tensor([
      [5, 5, 5],
      [0, 0, 0],
    ]);
    expect(Array.from(layerNorm(createLayerNorm(3), flat).dataSync())).to.deep.equal([0, 0, 0, 0, 0, 0]);
    expect(Array.from(rmsNorm(createRmsNorm(3), tf.zeros([1, 3])).dataSync())).to.deep.equal([0, 0, 0]);
  });

  it("refuse what does not fit, by name", () => {
    expect(() => layerNorm(createLayerNorm(3), tf.zeros([2, 4]))).to.throw(
      "Cannot put [2, 4] through a layer norm: the last axis must be 3",
    );
    expect(() => rmsNorm(createRmsNorm(3), tf.scalar(1))).to.throw("Cannot put [] through an RMS norm");
    expect(() => createNorm("layer", 0)).to.throw(RangeError, "Cannot create a layer norm with 0 numbers a vector");
  });

  it("leave nothing behind but their result", () => {
    const [layer, bare, rms] = [createLayerNorm(4), createLayerNorm(4, { bias: false }), createRmsNorm(4)];
    const x = tf.ones([2, 3, 4]);
    expectNewTensors(1, () => layerNorm(layer, x));
    expectNewTensors(1, () => layerNorm(bare, x));
    expectNewTensors(1, () => rmsNorm(rms, x));
    expectNewTensors(2, () => parametersOf(createLayerNorm(4)));
    expectNewTensors(1, () => parametersOf(createRmsNorm(4)));
  });
});

describe("positions", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("do what their docstrings show", () => {
    const rows = [
      [0, 1],
      [Math.sin(1), Math.cos(1)],
    ];
    expect(worstDifference(sinusoidalPositions(range(2), 2).dataSync(), rows.flat())).to.be.below(1e-6);
    const rotation = rotaryPositions(tf.tensor([0, 1], [2], "int32"), 2);
    const turned = rotate(
      tf.tensor([
        [1, 0],
        [1, 0],
      ]),
      rotation,
    );
    expect(worstDifference(turned.dataSync(), [1, 0, Math.cos(1), Math.sin(1)])).to.be.below(1e-6);
    const positions = createRelativePositions({ heads: 2, bothSides: true, random: createRandom(1) });
    expect(positions.weight.shape).to.deep.equal([32, 2]);
    expect(relativeBias(positions, range(5), range(5)).shape).to.deep.equal([1, 2, 5, 5]);
  });

  it("that are sinusoidal follow the formula of the paper", () => {
    const width = 6;
    const expected = [0, 1, 2, 50].flatMap((position) =>
      Array.from({ length: width }, (_, at) => {
        const angle = position / 10_000 ** ((2 * Math.floor(at / 2)) / width);
        return at % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
      }),
    );
    const actual = sinusoidalPositions(tf.tensor([0, 1, 2, 50], [4], "int32"), width);
    // An angle of 50 in float32 is good to 2e-6.
    expect(worstDifference(actual.dataSync(), expected)).to.be.below(1e-5);
  });

  it("that are rotary keep lengths, and make products depend on the distance alone", () => {
    const [query, key] = [randomNormal([1, 8], createRandom(1)), randomNormal([1, 8], createRandom(2))];
    const at = (x: tf.Tensor, position: number) => rotate(x, rotaryPositions(range(1, position), 8));
    const product = (p: number, q: number) => tf.sum(tf.mul(at(query, p), at(key, q))).dataSync()[0] ?? Number.NaN;
    expect(tf.norm(at(query, 30)).dataSync()[0]).to.be.closeTo(tf.norm(query).dataSync()[0] ?? 0, 1e-5);
    // An angle of 100 in float32 is good to 4e-6, and the product adds up eight.
    expect(product(3, 7)).to.be.closeTo(product(96, 100), 1e-4);
    expect(Math.abs(product(3, 7) - product(3, 8))).to.be.above(0.01);
  });

  it("that are relative share the buckets that T5 has, at every distance", () => {
    for (const { name, bothSides, buckets } of readGolden<{ name: string; bothSides: boolean; buckets: number[] }>(
      "relative-buckets",
    )) {
      const ours = buckets.map((_, at) => bucketOf(at - 200, 32, 128, bothSides));
      expect(ours, name).to.deep.equal(buckets);
    }
  });

  it("that are relative depend on the distance alone, up to the last bucket", () => {
    const layer = createRelativePositions({ heads: 1, bothSides: false, random: createRandom(1) });
    const added = (query: number, key: number) => relativeBias(layer, range(1, query), range(1, key)).dataSync()[0];
    expect(added(5, 3)).to.equal(added(905, 903));
    expect(added(900, 0)).to.equal(added(900, 500));
    expect(added(5, 3)).not.to.equal(added(5, 4));
  });

  it("refuse what does not fit, by name", () => {
    expect(() => sinusoidalPositions(range(2), 3)).to.throw(RangeError, "Cannot give a position 3 numbers");
    expect(() => rotaryPositions(range(2), 0)).to.throw(RangeError, "Cannot give a position 0 numbers");
    const relative = { heads: 2, bothSides: true, random: createRandom(1) };
    expect(() => createRelativePositions({ ...relative, buckets: 6 })).to.throw(RangeError, "with 6 buckets");
    expect(() => createRelativePositions({ ...relative, buckets: 32, maximumDistance: 8 })).to.throw(
      RangeError,
      "a maximum distance of 8",
    );
  });

  it("leave nothing behind but their result", () => {
    const [places, x] = [range(3), tf.ones([2, 3, 4])];
    const layer = createRelativePositions({ heads: 2, bothSides: true, random: createRandom(1) });
    expectNewTensors(1, () => sinusoidalPositions(places, 4));
    expectNewTensors(2, () => ({ ...rotaryPositions(places, 4) }));
    const rotation = rotaryPositions(places, 4);
    expectNewTensors(1, () => rotate(x, rotation));
    expectNewTensors(1, () => relativeBias(layer, places, places));
  });
});

describe("attend", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const create = (keyValueHeads = 4) =>
    createMultiHeadAttention({ width: 8, heads: 4, keyValueHeads, random: createRandom(1) });

  it("does what its docstring shows", () => {
    expect(attend(create(2), tf.ones([1, 5, 8]), { causal: true }).shape).to.deep.equal([1, 5, 8]);
  });

  for (const keyValueHeads of [4, 2, 1]) {
    it(`gives what multiHeadAttention gives, with ${keyValueHeads} of 4 heads for keys and values`, () => {
      const layer = create(keyValueHeads);
      const [x, context] = [drawn([2, 3, 8]), drawn([2, 5, 8], 2)];
      const same = (fast: tf.Tensor, plain: { output: tf.Tensor }) =>
        expect(worstDifference(fast.dataSync(), plain.output.dataSync())).to.be.below(tolerance);
      same(attend(layer, x), multiHeadAttention(layer, x));
      same(attend(layer, x, { causal: true }), multiHeadAttention(layer, x, { mask: causalMask(3) }));
      const mask = paddingMask([5, 2], 5);
      same(attend(layer, x, { context, mask }), multiHeadAttention(layer, x, { context, mask }));
    });
  }

  it("shares the keys and values among the heads of a group: as if each had a copy", () => {
    const [shared, layer] = [create(2), create(4)];
    for (const part of ["keys", "values"] as const) {
      // Heads 0 and 1 take the first shared head, heads 2 and 3 the second: columns of 2 numbers each.
      const [first, second] = tf.split(shared[part].weight, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
      layer[part].weight.assign(tf.concat([first, first, second, second], 1));
    }
    layer.queries.weight.assign(shared.queries.weight);
    layer.output.weight.assign(shared.output.weight);
    const x = drawn([1, 4, 8]);
    expect(worstDifference(attend(shared, x).dataSync(), attend(layer, x).dataSync())).to.be.below(tolerance);
  });

  it("refuses what does not fit, by name", () => {
    const one = { width: 8, heads: 4, random: createRandom(1) };
    expect(() => createMultiHeadAttention({ ...one, keyValueHeads: 3 })).to.throw(
      RangeError,
      "Cannot share 3 heads for keys and values among 4",
    );
    expect(() => createMultiHeadAttention({ ...one, keyValueHeads: 0 })).to.throw(RangeError, "with 0 heads for keys");
    expect(() => createMultiHeadAttention({ ...one, headSize: 0 })).to.throw(RangeError, "with 0 numbers a head");
    expect(() => attend(create(), tf.ones([1, 3, 6]))).to.throw("Cannot attend over [1, 3, 6]");
    expect(() => attend(create(), tf.ones([2, 3, 8]), { context: tf.ones([1, 3, 8]) })).to.throw(
      "Cannot attend from [2, 3, 8] to a context [1, 3, 8]",
    );
  });

  it("leaves nothing behind but its result", () => {
    const [layer, x] = [create(2), drawn([2, 3, 8])];
    const rotation = rotaryPositions(range(3), 2);
    expectNewTensors(1, () => attend(layer, x));
    expectNewTensors(1, () => attend(layer, x, { causal: true, rotation, context: x }));
  });
});

describe("the feed-forward layer", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("does what its docstring shows", () => {
    const layer = createFeedForward({ width: 8, activation: "gelu", random: createRandom(1) });
    expect(feedForward(layer, tf.ones([1, 5, 8])).shape).to.deep.equal([1, 5, 8]);
  });

  it("has about as many weights with a gate as without", () => {
    const sizeOf = (activation: "relu" | "swiglu") =>
      parametersOf(createFeedForward({ width: 48, activation, random: createRandom(1), bias: false })).reduce(
        (sum, { size }) => sum + size,
        0,
      );
    expect(sizeOf("swiglu")).to.equal(sizeOf("relu"));
  });

  it("refuses an activation that there is not", () => {
    const activation = "tanh" as "relu"; // as plain JavaScript may pass it
    expect(() => createFeedForward({ width: 8, activation, random: createRandom(1) })).to.throw(
      RangeError,
      'with the activation "tanh": there are gelu, gelu-exact, relu, swiglu, geglu',
    );
  });

  it("leaves nothing behind but its result", () => {
    const x = tf.ones([1, 3, 4]);
    for (const activation of ["gelu", "gelu-exact", "relu", "swiglu", "geglu"] as const) {
      const layer = createFeedForward({ width: 4, activation, random: createRandom(1) });
      expectNewTensors(1, () => feedForward(layer, x));
    }
  });
});

describe("the transformer block", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const base: TransformerBlockConfig = { width: 8, heads: 2, activation: "gelu", norm: "layer" };
  const create = (config: Partial<TransformerBlockConfig> = {}) =>
    createTransformerBlock({ ...base, ...config }, { random: createRandom(1) });

  it("does what its docstring shows", () => {
    expect(transformerBlock(create(), tf.ones([1, 5, 8]), { causal: true }).shape).to.deep.equal([1, 5, 8]);
  });

  it("adds to what flows through: with outputs of 0 it changes nothing", () => {
    const block = create({ bias: false });
    for (const weight of [block.attention.output.weight, block.feedForward.down.weight]) {
      weight.assign(tf.zerosLike(weight));
    }
    const x = drawn([2, 3, 8]);
    expect(transformerBlock(block, x).arraySync()).to.deep.equal(x.arraySync());
  });

  for (const normPlace of ["pre", "post"] as const) {
    it(`shows nothing of the future where it is causal, norms ${normPlace}`, () => {
      const block = create({ normPlace });
      const x = drawn([1, 4, 8]);
      const changed: tf.Tensor3D = tf.add(x, tf.tensor([0, 0, 0, 5], [1, 4, 1]));
      const firstThree = (input: tf.Tensor3D, causal: boolean) =>
        tf.slice(transformerBlock(block, input, { causal }), [0, 0, 0], [1, 3, 8]).arraySync();
      expect(firstThree(changed, true)).to.deep.equal(firstThree(x, true));
      expect(firstThree(changed, false)).not.to.deep.equal(firstThree(x, false));
    });
  }

  it("ends in a norm where the norms come after", () => {
    const { mean, variance } = tf.moments(transformerBlock(create({ normPlace: "post" }), drawn([1, 3, 8])), -1);
    expect(worstDifference(mean.dataSync(), [0, 0, 0])).to.be.below(1e-6);
    // The epsilon of 1e-5 takes away 1e-5 of a variance near 1, more of a smaller one.
    expect(worstDifference(variance.dataSync(), [1, 1, 1])).to.be.below(1e-3);
  });

  it("drops only while it is given random numbers, and as much as it is told", () => {
    const [block, still] = [create({ dropout: 0.5 }), create()];
    const x = drawn([1, 3, 8]);
    expect(transformerBlock(block, x).arraySync()).to.deep.equal(transformerBlock(still, x).arraySync());
    const dropped = (seed: number) => {
      const random = createTensorRandom(tf.tensor1d([seed, 0], "int32"));
      return transformerBlock(block, x, { random }).arraySync();
    };
    expect(dropped(1)).to.deep.equal(dropped(1));
    expect(dropped(1)).not.to.deep.equal(dropped(2));
    const random = createTensorRandom(tf.tensor1d([1, 0], "int32"));
    expect(transformerBlock(still, x, { random }).arraySync()).to.deep.equal(transformerBlock(still, x).arraySync());
  });

  it("attends to a context, as vectors or as keys and values that exist already", () => {
    const block = create({ cross: true });
    const [x, context] = [drawn([2, 3, 8]), drawn([2, 4, 8], 2)];
    const fromVectors = transformerBlock(block, x, { context });
    const other = transformerBlock(block, x, { context: drawn([2, 4, 8], 3) });
    expect(fromVectors.arraySync()).not.to.deep.equal(other.arraySync());
    if (block.cross === undefined) {
      throw new Error("Cannot test cross-attention: the block has none");
    }
    const existing = transformerBlock(block, x, { context: attendable(block.cross, context) });
    expect(existing.arraySync()).to.deep.equal(fromVectors.arraySync());
    expect(() => transformerBlock(block, x)).to.throw("the block has cross-attention and needs a context");
  });

  it("refuses what does not fit, by name", () => {
    expect(() => create({ heads: 3 })).to.throw(RangeError, "Cannot share a width of 8 among 3 heads");
    expect(() => create({ dropout: 1 })).to.throw(RangeError, "Cannot drop a share of 1");
    expect(() => transformerBlock(create(), tf.ones([1, 3, 6]))).to.throw("[1, 3, 6]");
  });

  it("leaves nothing behind but its result", () => {
    const [block, cross] = [create({ dropout: 0.1 }), create({ cross: true })];
    const [x, seed] = [drawn([2, 3, 8]), tf.tensor1d([1, 2], "int32")];
    expectNewTensors(1, () => transformerBlock(block, x, { causal: true }));
    expectNewTensors(1, () => transformerBlock(block, x, { random: createTensorRandom(seed) }));
    expectNewTensors(1, () => transformerBlock(cross, x, { context: x }));
  });
});

describe("the logits of tokens", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("are products with the vectors of the table", () => {
    const table = {
      weight: tf.variable(
        tf.tensor2d([
          [1, 2],
          [3, 4],
          [0, -1],
        ]),
      ),
    };
    const logits = tokenLogits(
      table,
      tf.tensor3d([
        [
          [1, 1],
          [2, 0],
        ],
      ]),
    );
    expect(logits.arraySync()).to.deep.equal([
      [
        [3, 7, -1],
        [2, 6, 0],
      ],
    ]);
    const x = tf.ones<tf.Rank.R3>([2, 1, 2]);
    expectNewTensors(1, () => tokenLogits(table, x));
  });
});
