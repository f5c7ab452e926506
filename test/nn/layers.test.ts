import { expect } from "chai";
import {
  countParameters,
  createEmbedding,
  createLinear,
  crossEntropy,
  embed,
  linear,
  parametersOf,
} from "../../lib/nn/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { startBackend, tf } from "../../lib/tensor/index.ts";
import { expectNewTensors, randomRows, worstDifference } from "../support/tensors.ts";
import { numericGradient, plainCrossEntropy, plainLinear } from "./plain.ts";

const ids = (values: number[], shape = [values.length]) => tf.tensor(values, shape, "int32");

// float32 against float64, sums of at most ten products around 1.
const tolerance = 1e-5;

describe("the linear layer", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("does what its docstring shows", () => {
    const layer = createLinear(3, 2, { random: createRandom(1) });
    expect(linear(layer, tf.ones([5, 3])).shape).to.deep.equal([5, 2]);
  });

  it("follows the plain loop over its definition", () => {
    const random = createRandom(2);
    const [x, weight, [bias = []]] = [randomRows(random, 7, 4), randomRows(random, 4, 3), randomRows(random, 1, 3)];
    const layer = { weight: tf.variable(tf.tensor2d(weight)), bias: tf.variable(tf.tensor1d(bias)) };
    const fast = linear(layer, tf.tensor(x)).dataSync();
    expect(worstDifference(fast, plainLinear(x, weight, bias).flat())).to.be.below(tolerance);
    tf.dispose(layer);
  });

  it("keeps the variance of its inputs, and starts with a bias of 0", () => {
    const layer = createLinear(400, 300, { random: createRandom(3) });
    const { variance } = tf.moments(layer.weight);
    // 120,000 draws: the variance is off by sqrt(2 / 120,000) = 0.4% on average.
    expect((variance.dataSync()[0] ?? 0) * 400).to.be.closeTo(1, 0.02);
    expect(layer.bias?.dataSync().every((value) => value === 0)).to.equal(true);
    expect(createLinear(2, 2, { random: createRandom(3), bias: false })).to.have.keys("weight");
  });

  it("refuses what does not fit, by name", () => {
    const layer = createLinear(3, 2, { random: createRandom(1) });
    expect(() => linear(layer, tf.zeros([2, 4]))).to.throw(
      "Cannot put [2, 4] through a linear layer: the last axis must be 3",
    );
    expect(() => linear(layer, tf.scalar(1))).to.throw("Cannot put [] through a linear layer");
    expect(() => createLinear(0, 2, { random: createRandom(1) })).to.throw(RangeError, "with 0 inputs");
    expect(() => createLinear(2, 1.5, { random: createRandom(1) })).to.throw(RangeError, "with 1.5 outputs");
  });

  it("leaves nothing behind but its result", () => {
    const layer = createLinear(3, 2, { random: createRandom(1) });
    const x = tf.ones([2, 5, 3]);
    expectNewTensors(1, () => linear(layer, x));
    expectNewTensors(2, () => parametersOf(createLinear(3, 2, { random: createRandom(1) })));
  });
});

describe("the embedding", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("does what its docstring shows", () => {
    const table = createEmbedding(100, 16, { random: createRandom(1) });
    expect(embed(table, ids([1, 7, 7], [1, 3])).shape).to.deep.equal([1, 3, 16]);
  });

  it("gives each id its row, exactly", () => {
    const table = createEmbedding(4, 3, { random: createRandom(2) });
    const rows = table.weight.arraySync();
    expect(embed(table, ids([3, 0, 3])).arraySync()).to.deep.equal([3, 0, 3].map((id) => (rows as number[][])[id]));
  });

  it("adds up the gradients of an id that comes twice, and gives none to one that does not come", () => {
    const table = createEmbedding(3, 2, { random: createRandom(3) });
    const { grads } = tf.variableGrads(() => tf.sum(embed(table, ids([2, 0, 2]))), [table.weight]);
    expect(grads[table.weight.name]?.arraySync()).to.deep.equal([
      [1, 1],
      [0, 0],
      [2, 2],
    ]);
  });

  it("scales its vectors as it is told", () => {
    const table = createEmbedding(400, 300, { random: createRandom(4), deviation: 0.02 });
    // 120,000 draws: the variance is off by 0.4% on average.
    expect((tf.moments(table.weight).variance.dataSync()[0] ?? 0) / 0.0004).to.be.closeTo(1, 0.02);
  });

  it("refuses ids that are not in the table, and numbers that are no ids", () => {
    const table = createEmbedding(4, 2, { random: createRandom(1) });
    expect(() => embed(table, ids([1, 4]))).to.throw(RangeError, "Cannot embed the id 4: ids run from 0 to 3");
    expect(() => embed(table, ids([-1]))).to.throw(RangeError, "Cannot embed the id -1");
    expect(() => embed(table, tf.tensor([1, 2]))).to.throw("Cannot embed ids of type float32");
    expect(() => createEmbedding(0, 2, { random: createRandom(1) })).to.throw(RangeError, "with 0 ids");
  });

  it("leaves nothing behind but its result", () => {
    const table = createEmbedding(4, 2, { random: createRandom(1) });
    const some = ids([1, 2, 3, 0], [2, 2]);
    expectNewTensors(1, () => embed(table, some));
    expectNewTensors(1, () => parametersOf(createEmbedding(4, 2, { random: createRandom(1) })));
  });
});

describe("cross-entropy", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("does what its docstring shows: guessing evenly among 8 costs ln 8", () => {
    expect(
      crossEntropy(tf.zeros([1, 8]), ids([3]))
        .arraySync()
        .toFixed(4),
    ).to.equal("2.0794");
  });

  it("follows the plain loop over its definition, and its numeric gradient", () => {
    const random = createRandom(5);
    const logits = randomRows(random, 6, 5);
    const labels = [0, 4, -1, 2, 2, -1];
    const loss = (rows: tf.Tensor) => crossEntropy(rows, ids(labels));
    expect(loss(tf.tensor(logits)).arraySync()).to.be.closeTo(plainCrossEntropy(logits, labels), tolerance);
    const numeric = numericGradient((rows) => plainCrossEntropy(rows, labels), logits);
    expect(worstDifference(tf.grad(loss)(tf.tensor(logits)).dataSync(), numeric.flat())).to.be.below(tolerance);
  });

  it("stays finite on logits that leave no doubt", () => {
    const sure = tf.tensor([[1e4, 0, -1e4]]);
    expect(crossEntropy(sure, ids([0])).arraySync()).to.equal(0);
    expect(crossEntropy(sure, ids([2])).arraySync()).to.equal(2e4);
  });

  it("lets a word be ruled out with a logit of -infinity, as long as it is not the label", () => {
    const logits = tf.tensor([[Number.NEGATIVE_INFINITY, 1, 1]]);
    expect(crossEntropy(logits, ids([1])).arraySync()).to.be.closeTo(Math.log(2), 1e-6);
    const gradient = tf
      .grad((rows: tf.Tensor) => crossEntropy(rows, ids([1])))(logits)
      .dataSync();
    expect(worstDifference(gradient, [0, -0.5, 0.5])).to.be.below(1e-6);
  });

  it("passes over the label that is to be ignored, also one inside the range", () => {
    const logits = tf.tensor([
      [0, 1],
      [5, 2],
    ]);
    const first = crossEntropy(tf.slice(logits, [0, 0], [1, 2]), ids([1])).arraySync();
    expect(crossEntropy(logits, ids([1, -1])).arraySync()).to.be.closeTo(first, 1e-6);
    expect(crossEntropy(logits, ids([1, 0]), { ignoreLabel: 0 }).arraySync()).to.be.closeTo(first, 1e-6);
  });

  it("refuses what does not fit, by name", () => {
    const logits = tf.zeros([2, 3, 4]);
    expect(() => crossEntropy(logits, ids([1, 2]))).to.throw("Cannot compare logits [2, 3, 4] with labels [2]");
    expect(() => crossEntropy(tf.zeros([2, 4]), ids([1, 4]))).to.throw(
      RangeError,
      "Cannot score the label 4: labels run from 0 to 3",
    );
    expect(() => crossEntropy(tf.zeros([1, 4]), tf.tensor([1]))).to.throw("Cannot score labels of type float32");
    expect(() => crossEntropy(tf.zeros([2, 4]), ids([-1, -1]))).to.throw(
      "Cannot average the loss over no labels: all 2 of them are -1",
    );
    expect(() => crossEntropy(tf.scalar(1), tf.scalar(1, "int32"))).to.throw("Cannot compare logits [] with labels []");
  });

  it("leaves nothing behind but its result", () => {
    const [logits, labels] = [tf.zeros([2, 3, 4]), ids([0, 1, -1, 3, 2, 0], [2, 3])];
    expectNewTensors(1, () => crossEntropy(logits, labels));
  });
});

describe("the parameters of a model", () => {
  before(() => startBackend());

  it("are found however deep they lie, in order, each once", () => {
    const random = createRandom(1);
    const [first, second] = [createLinear(3, 2, { random }), createLinear(2, 4, { random, bias: false })];
    const shared = createEmbedding(5, 3, { random });
    const model = {
      name: "m",
      shared,
      blocks: [{ first }, { second, sizes: [1, 2], none: null }],
      tied: shared.weight,
    };
    expect(parametersOf(model)).to.deep.equal([shared.weight, first.weight, first.bias, second.weight]);
    expect(countParameters(model)).to.equal(15 + 6 + 2 + 8);
    tf.dispose([...parametersOf(model)]);
  });

  it("are what the docstrings show", () => {
    const layer = createLinear(3, 2, { random: createRandom(1) });
    expect(parametersOf([layer, layer]).map((parameter) => parameter.shape)).to.deep.equal([[3, 2], [2]]);
    expect(countParameters(layer)).to.equal(8);
    tf.dispose({ ...layer });
  });

  it("are not looked for in tensors, nor forever in a circle", () => {
    const circle: { self?: object; constant: tf.Tensor } = { constant: tf.scalar(1) };
    circle.self = circle;
    expect(parametersOf(circle)).to.deep.equal([]);
    circle.constant.dispose();
  });
});
