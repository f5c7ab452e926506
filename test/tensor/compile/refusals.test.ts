import { expect } from "chai";
import { createRandom } from "../../../lib/random/index.ts";
import type { StepResult } from "../../../lib/tensor/index.ts";
import {
  compile,
  isRecording,
  randomNormal,
  runOperation,
  startBackend,
  tensorCount,
  tf,
  typeAttribute,
} from "../../../lib/tensor/index.ts";
import { take } from "../../support/tensors.ts";

type Step = (x: tf.Tensor1D) => StepResult;

/** What each step does that no graph can repeat, and what the error says of it. */
const refused: Record<string, { step: () => Step; says: string }> = {
  "draws with Math.random": { step: () => () => tf.randomNormal([2]), says: "draws from Math.random" },
  "drops out with TensorFlow.js": { step: () => (x) => tf.dropout(x, 0.5), says: "draws from Math.random" },
  "draws from a generator of ours": {
    step: () => {
      const random = createRandom(1);
      return () => randomNormal([2, 3], random);
    },
    says: "a constant of shape [2, 3] differed between two runs",
  },
  "counts its calls": {
    step: () => {
      let calls = 0;
      return (x) => tf.mul(x, calls++);
    },
    says: "a constant of shape [] differed",
  },
  "does something else the second time": {
    step: () => {
      let calls = 0;
      return (x) => (calls++ === 0 ? tf.relu(x) : tf.exp(x));
    },
    says: "the operation Relu differed",
  },
  "reads values": { step: () => (x) => tf.scalar(x.dataSync()[0] ?? 0), says: "reads the values of a tensor" },
  "reads what it computed": {
    step: () => (x) => tf.scalar(Number(tf.sum(x).arraySync())),
    says: "reads the values of a tensor",
  },
  "has a changing shape": { step: () => (x) => tf.unique(x).values, says: "Cannot record UniqueV2: the shape" },
  "has an operation without a definition": {
    step: () => () =>
      runOperation("Multinomial", [typeAttribute("T", "float32")], [tf.ones([1, 2]), tf.scalar(2, "int32")]),
    says: "Cannot record Multinomial: there is no definition for it",
  },
  "makes a tensor of texts": {
    step: () => () => tf.string.staticRegexReplace(tf.tensor(["a"]), "a", "b"),
    says: "makes a tensor of texts",
  },
  "creates a variable": { step: () => () => tf.add(tf.variable(tf.scalar(1)), 1), says: "creates variables (here 1)" },
  "returns a number": { step: () => (() => [3]) as unknown as Step, says: "returns number 3" },
};

describe("a step that cannot be recorded", () => {
  before(startBackend);

  for (const [what, { step, says }] of Object.entries(refused)) {
    it(`is an error when it ${what}`, () => {
      const x = tf.tensor1d([1, 2]);
      const count = tensorCount();
      expect(() => compile(step())(x)).to.throw(says);
      expect(isRecording(), "still recording").to.equal(false);
      expect(tensorCount() - count, "tensors left").to.equal(0);
      expect(Math.random()).to.be.lessThan(1);
    });
  }

  it("passes on the error of the step, with the variables as they were", () => {
    const variable = tf.variable(tf.scalar(1));
    const compiled = compile(() => {
      variable.assign(tf.scalar(2));
      throw new RangeError("too far");
    });
    expect(() => compiled()).to.throw(RangeError, "too far");
    expect(Array.from(variable.dataSync())).to.deep.equal([1]);
  });

  it("names the step, and another mode, when XLA cannot compile it", () => {
    const image = tf.ones([1, 4, 4, 1]) as tf.Tensor4D;
    const crop = (mode: "xla" | "graph") =>
      compile((boxes: tf.Tensor2D) => tf.image.cropAndResize(image, boxes, tf.tensor1d([0], "int32"), [2, 2]), {
        mode,
        name: "crop",
      });
    const boxes = tf.tensor2d([[0, 0, 1, 1]]);
    expect(() => crop("xla")(boxes)).to.throw(
      /^Cannot run the compiled crop: .*CropAndResize.*; mode "graph" may run it/,
    );
    expect(take(crop("graph")(boxes))).to.deep.equal([1, 1, 1, 1]);
  });

  it("is no step whose input or variable has been disposed of", () => {
    const variable = tf.variable(tf.scalar(1));
    const add = compile((x: tf.Tensor) => tf.add(x, variable));
    const x = tf.scalar(1);
    add(x);
    variable.dispose();
    expect(() => add(x)).to.throw("Cannot run a compiled step: its variable");
    x.dispose();
    expect(() => add(x)).to.throw("argument 1 has been disposed of");
  });

  it("has no gradient", () => {
    const square = compile((x: tf.Tensor) => tf.square(x), { name: "square" });
    expect(() => tf.grad((x) => square(x))(tf.scalar(2))).to.throw(
      "Cannot take a gradient through the compiled square",
    );
  });

  it("is not compiled in a mode or with a cache that does not exist", () => {
    const mode: string = "fast";
    expect(() => compile((x: tf.Tensor) => x, { mode: mode as "xla" })).to.throw('mode "fast"');
    expect(() => compile((x: tf.Tensor) => x, { shapes: 0 })).to.throw(RangeError, "Cannot keep 0 compiled forms");
  });
});
