import { expect } from "chai";
import { attention, causalMask, paddingMask } from "../../lib/nn/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { randomNormal, startBackend, tf } from "../../lib/tensor/index.ts";
import { expectNewTensors, randomRows, worstDifference } from "../support/tensors.ts";
import { dot, numericGradient, plainAttention } from "./plain.ts";

// float32 against float64, sums of at most ten products around 1.
const tolerance = 1e-5;

describe("attention", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("does what its docstring shows", () => {
    const x = tf.tensor([
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    expect(attention(x, x, x, { mask: causalMask(3) }).weights.shape).to.deep.equal([3, 3]);
  });

  it("follows the plain loop over its definition, in any shape", () => {
    const random = createRandom(1);
    for (let round = 0; round < 20; round++) {
      const [queryCount, keyCount, size, valueSize] = [0, 0, 0, 0].map(() => 1 + random.integer(9)) as [
        number,
        number,
        number,
        number,
      ];
      const q = randomRows(random, queryCount, size);
      const k = randomRows(random, keyCount, size);
      const v = randomRows(random, keyCount, valueSize);
      const open = q.map(() => k.map(() => random.integer(3) > 0));
      const mask = tf.tensor2d(open, [queryCount, keyCount], "bool");
      const fast = attention(tf.tensor(q), tf.tensor(k), tf.tensor(v), { mask });
      const plain = plainAttention(q, k, v, (query, key) => open[query]?.[key] ?? false);
      expect(worstDifference(fast.output.dataSync(), plain.output.flat())).to.be.below(tolerance);
      expect(worstDifference(fast.weights.dataSync(), plain.weights.flat())).to.be.below(tolerance);
    }
  });

  it("has the gradients of the plain loop, by numeric differences", () => {
    const random = createRandom(2);
    const inputs = [randomRows(random, 4, 3), randomRows(random, 4, 3), randomRows(random, 4, 2)] as const;
    const upstream = randomRows(random, 4, 2);
    const fast = tf.grads((q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) =>
      tf.sum(tf.mul(attention(q, k, v, { mask: causalMask(4) }).output, tf.tensor(upstream))),
    )(inputs.map((rows) => tf.tensor(rows)));
    const plainSum = (q: number[][], k: number[][], v: number[][]) =>
      dot(plainAttention(q, k, v, (query, key) => key <= query).output.flat(), upstream.flat());
    const [q, k, v] = inputs;
    const numeric = [
      numericGradient((x) => plainSum(x, k, v), q),
      numericGradient((x) => plainSum(q, x, v), k),
      numericGradient((x) => plainSum(q, k, x), v),
    ];
    for (const [at, gradient] of fast.entries()) {
      expect(worstDifference(gradient.dataSync(), numeric[at]?.flat() ?? [])).to.be.below(tolerance);
    }
  });

  it("treats each sequence and each head by itself", () => {
    const x = randomNormal([2, 3, 4, 5], createRandom(3));
    const together = attention(x, x, x).output;
    const one = tf.reshape(tf.slice(x, [1, 2], [1, 1]), [4, 5]);
    const alone = attention(one, one, one).output;
    const same = tf.slice(together, [1, 2], [1, 1]).dataSync();
    expect(worstDifference(same, alone.dataSync())).to.be.below(tolerance);
  });

  it("gives weights that add up to 1 for each query", () => {
    const x = randomNormal([3, 7, 4], createRandom(4));
    for (const sum of tf.sum(attention(x, x, x).weights, -1).dataSync()) {
      expect(sum).to.be.closeTo(1, 1e-6);
    }
  });

  it("does not overflow on large scores", () => {
    const x = tf.tensor([
      [1e18, 0],
      [0, 1e18],
    ]);
    const { weights } = attention(x, x, x);
    expect(weights.arraySync()).to.deep.equal([
      [1, 0],
      [0, 1],
    ]);
  });

  it("scales by 1 / sqrt(d) unless told otherwise", () => {
    const x = tf.tensor([[1, 2, 3, 4]]);
    const y = tf.concat([x, tf.zeros([1, 4])]);
    const weightOf = (scale?: number) => attention(x, y, y, scale === undefined ? {} : { scale }).weights.dataSync()[0];
    expect(weightOf()).to.equal(weightOf(0.5));
    expect(weightOf(0)).to.be.closeTo(0.5, 1e-7);
  });

  it("leaves nothing behind but its two results", () => {
    const x = randomNormal([2, 3, 4], createRandom(5));
    const mask = causalMask(3);
    const numeric = tf.ones([3, 3]);
    expectNewTensors(2, () => attention(x, x, x));
    expectNewTensors(2, () => attention(x, x, x, { mask }));
    expectNewTensors(2, () => attention(x, x, x, { mask: numeric }));
  });
});

describe("attention under a mask", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const rows = (length: number) => randomNormal([1, length, 4], createRandom(6));

  it("gives a masked position no weight at all", () => {
    const x = rows(5);
    const weights = attention(x, x, x, { mask: causalMask(5) }).weights.dataSync();
    for (let query = 0; query < 5; query++) {
      for (let key = 0; key < 5; key++) {
        if (key > query) {
          expect(weights[query * 5 + key]).to.equal(0);
        } else {
          expect(weights[query * 5 + key]).to.be.above(0);
        }
      }
    }
  });

  it("gives a masked position no weight even if its score is by far the highest", () => {
    const keys = tf.tensor([[1], [1e30]]);
    const { weights } = attention(tf.tensor([[1e7]]), keys, keys, { mask: tf.tensor([[true, false]]) });
    expect(weights.arraySync()).to.deep.equal([[1, 0]]);
  });

  it("lets nothing of a masked position through, neither forward nor backward", () => {
    const x = rows(4);
    const hidden = tf.tensor([1, 1, 1, 0], [1, 4], "bool");
    const poisoned = tf.add(x, tf.tensor([0, 0, 0, 1e6], [1, 4, 1]));
    const output = (values: tf.Tensor) => attention(x, values, values, { mask: hidden }).output;
    expect(output(poisoned).arraySync()).to.deep.equal(output(x).arraySync());
    const gradient = tf.grad((values: tf.Tensor) => tf.sum(output(values)))(rows(4));
    expect(Array.from(tf.slice(gradient, [0, 3], [1, 1]).dataSync())).to.deep.equal([0, 0, 0, 0]);
  });

  it("gives zeros, not NaN, to a query that may attend nowhere, and to its gradients", () => {
    const x = rows(2);
    const mask = tf.tensor([1, 0, 0, 0], [2, 2], "bool");
    const { output, weights } = attention(x, x, x, { mask });
    expect(weights.arraySync()).to.deep.equal([
      [
        [1, 0],
        [0, 0],
      ],
    ]);
    expect(Array.from(tf.slice(output, [0, 1], [1, 1]).dataSync())).to.deep.equal([0, 0, 0, 0]);
    const gradient = tf.grad((queries: tf.Tensor) => tf.sum(attention(queries, x, x, { mask }).output))(x);
    expect(Array.from(tf.slice(gradient, [0, 1], [1, 1]).dataSync())).to.deep.equal([0, 0, 0, 0]);
  });

  it("reads 0 and 1 like false and true", () => {
    const x = rows(3);
    const asNumbers = attention(x, x, x, { mask: tf.cast(causalMask(3), "float32") }).weights.arraySync();
    expect(asNumbers).to.deep.equal(attention(x, x, x, { mask: causalMask(3) }).weights.arraySync());
  });

  it("refuses a mask that adds instead of allowing", () => {
    const x = rows(2);
    const additive = tf.tensor([
      [0, -1e9],
      [0, 0],
    ]);
    expect(() => attention(x, x, x, { mask: additive })).to.throw("Cannot read -1000000000 in a mask: 1 means");
  });

  it("refuses a mask that does not fit the scores", () => {
    const x = rows(3);
    expect(() => attention(x, x, x, { mask: causalMask(4) })).to.throw(
      "Cannot mask scores [1, 3, 3] with a mask [4, 4]: counted from the last",
    );
    expect(() => attention(x, x, x, { mask: tf.ones([2, 1, 3, 3]) })).to.throw("Cannot mask scores [1, 3, 3]");
  });
});

describe("attention with shapes that do not fit", () => {
  before(() => startBackend());

  const cases: [string, number[], number[], number[], string][] = [
    [
      "other sizes",
      [2, 3, 4],
      [2, 5, 6],
      [2, 5, 6],
      "Cannot attend with queries [2, 3, 4], keys [2, 5, 6] and values [2, 5, 6]: the last axes of queries and keys differ (4 and 6)",
    ],
    ["values without keys", [3, 4], [5, 4], [6, 4], "there must be one value for each key (5 keys, 6 values)"],
    ["other batches", [2, 3, 4], [1, 3, 4], [2, 3, 4], "the axes before the last two differ ([2], [1], [2])"],
    ["vectors", [4], [4], [4], "each needs two axes or more, positions by size"],
  ];

  for (const [name, queries, keys, values, message] of cases) {
    it(`names them: ${name}`, () => {
      tf.tidy(() => {
        expect(() => attention(tf.zeros(queries), tf.zeros(keys), tf.zeros(values))).to.throw(message);
      });
    });
  }
});

describe("masks", () => {
  before(() => startBackend());

  it("let a position look at itself and back, if causal", () => {
    const mask = causalMask(3);
    expect(mask.dtype).to.equal("bool");
    expect(mask.arraySync()).to.deep.equal([
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ]);
    mask.dispose();
  });

  it("hide what lies behind each sequence, if for padding", () => {
    const mask = paddingMask([2, 3, 0], 3);
    expect(mask.arraySync()).to.deep.equal([[[1, 1, 0]], [[1, 1, 1]], [[0, 0, 0]]]);
    mask.dispose();
  });

  it("are one tensor each", () => {
    expectNewTensors(1, () => causalMask(4));
    expectNewTensors(1, () => paddingMask([1, 2], 4));
  });

  it("refuse lengths that make no sense", () => {
    expect(() => causalMask(0)).to.throw(RangeError, "Cannot make a causal mask for 0 positions");
    expect(() => causalMask(2.5)).to.throw(RangeError, "Cannot make a causal mask for 2.5 positions");
    expect(() => paddingMask([4], 3)).to.throw(RangeError, "Cannot mask the padding behind 4 positions");
    expect(() => paddingMask([-1], 3)).to.throw(RangeError, "Cannot mask the padding behind -1 positions");
  });
});
