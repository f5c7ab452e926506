import { expect } from "chai";
import type { CompileMode } from "../../lib/tensor/index.ts";
import { startBackend, tensorCount, tf } from "../../lib/tensor/index.ts";
import type { TrainingResult } from "../../lib/training/index.ts";
import { createValidation, sgd, train } from "../../lib/training/index.ts";
import { worstDifference } from "../support/tensors.ts";
import { sequences, tinyGpt } from "./tiny-gpt.ts";

const quiet = { progress: false } as const;
const modes: CompileMode[] = ["eager", "graph", "xla"];

/** Trains a new tiny GPT; gives its course and its weights at the end. */
async function course(mode: CompileMode) {
  const model = tinyGpt();
  const result = await train({ ...quiet, ...model, mode, steps: 20, learningRate: 0.01, clipNorm: 1 });
  const weights = model.weights();
  model.dispose();
  return { ...result, weights };
}

describe("a training step", () => {
  before(() => startBackend());

  describe("is the same compiled as operation by operation", () => {
    const courses = new Map<CompileMode, TrainingResult & { weights: number[] }>();

    before(async function () {
      this.timeout(120_000);
      for (const mode of modes) {
        courses.set(mode, await course(mode));
      }
    });

    for (const mode of ["graph", "xla"] as const) {
      it(`as ${mode}, over 20 steps with dropout, clipping and Adam`, () => {
        const [compiled, eager] = [courses.get(mode), courses.get("eager")];
        expect(compiled?.losses).to.have.lengthOf(20);
        // Adam divides by the gradients' size, and carries rounding from 1e-7 to about 1e-5 in 20 steps.
        expect(worstDifference(compiled?.losses ?? [], eager?.losses ?? [])).to.be.below(1e-4);
        expect(worstDifference(compiled?.norms ?? [], eager?.norms ?? [])).to.be.below(1e-3);
        expect(worstDifference(compiled?.weights ?? [], eager?.weights ?? [])).to.be.below(1e-3);
      });
    }

    it("and learns", () => {
      const { losses = [] } = courses.get("xla") ?? {};
      expect(losses[0]).to.be.closeTo(Math.log(11), 0.2);
      expect(losses.at(-1)).to.be.below(1.5);
    });
  });

  it("draws another dropout in each step, and the same from the same seed", async () => {
    const losses = async (seed: number) => {
      const model = tinyGpt({ dropout: 0.5 });
      const still = { ...quiet, ...model, batch: () => sequences([1, 2]), learningRate: () => 0 };
      const result = await train({ ...still, seed, mode: "graph", steps: 4 });
      model.dispose();
      return result.losses;
    };
    const first = await losses(1);
    // A step of size 0 on the same batch: only dropout tells these losses apart.
    expect(new Set(first).size).to.equal(4);
    expect(await losses(1)).to.deep.equal(first);
    expect(await losses(2)).to.not.deep.equal(first);
  });

  for (const mode of ["eager", "graph"] as const) {
    it(`may be made of several batches, and equals one large batch then (${mode})`, async () => {
      const starts = [
        [0, 1],
        [2, 3],
        [4, 5],
      ];
      const before = tensorCount();
      const [large, parts] = [tinyGpt({ dropout: 0 }), tinyGpt({ dropout: 0 })];
      const options = { ...quiet, mode, steps: 5, learningRate: 0.1, clipNorm: 0.5 };
      const whole = await train({
        ...options,
        ...large,
        optimizer: sgd(large.parameters),
        batch: () => sequences(starts.flat()),
      });
      const seen: number[] = [];
      const pieces = await train({
        ...options,
        ...parts,
        optimizer: sgd(parts.parameters),
        accumulate: 3,
        batch: (index) => {
          seen.push(index);
          return sequences(starts[index % 3] ?? []);
        },
      });
      expect(seen).to.deep.equal(Array.from({ length: 15 }, (_, index) => index));
      expect(pieces.losses).to.have.lengthOf(5);
      expect(worstDifference(pieces.losses, whole.losses), "losses").to.be.below(1e-5);
      expect(worstDifference(pieces.norms, whole.norms), "norms").to.be.below(1e-5);
      expect(worstDifference(parts.weights(), large.weights()), "weights").to.be.below(1e-5);
      large.dispose();
      parts.dispose();
      expect(tensorCount(), "tensors left behind").to.equal(before);
    }).timeout(30_000);
  }

  it("stops between the batches of a step, which then counts for nothing", async () => {
    const model = tinyGpt();
    const controller = new AbortController();
    const result = await train({
      ...quiet,
      ...model,
      mode: "eager",
      steps: 5,
      accumulate: 4,
      signal: controller.signal,
      batch: (index, random) => {
        if (index === 6) {
          controller.abort();
        }
        return model.batch(index, random);
      },
    });
    expect(result).to.deep.include({ steps: 1, finished: false, end: "interrupted" });
    model.dispose();
  });

  it("takes its learning rate from a schedule, by the step's number", async () => {
    const x = tf.variable(tf.scalar(0));
    const rates = [0.5, 0, 0.25];
    const options = { ...quiet, parameters: [x], optimizer: sgd([x]), steps: 3 };
    await train({ ...options, loss: () => tf.mul(x, -1), learningRate: (step) => rates[step] ?? 1 });
    expect(x.arraySync()).to.equal(0.75);
    x.dispose();
  });

  it("reads one value a step, and no more", async () => {
    const model = tinyGpt();
    const { readSync } = tf.backend();
    let reads = 0;
    tf.backend().readSync = function (dataId) {
      reads++;
      return readSync.call(this, dataId);
    };
    try {
      await train({ ...quiet, ...model, mode: "graph", steps: 10 });
    } finally {
      Reflect.deleteProperty(tf.backend(), "readSync");
    }
    expect(reads).to.equal(10);
    model.dispose();
  }).timeout(30_000);

  it("leaves no tensor behind in 300 compiled steps, and takes no more memory from the 100th to the last", async () => {
    const model = tinyGpt({ batch: 64 });
    const before = tensorCount();
    const counts: number[] = [];
    const megabytes: number[] = [];
    const note = (step: number) => {
      counts.push(tensorCount());
      if (step === 99 || step === 299) {
        megabytes.push(process.memoryUsage.rss() / 2 ** 20);
      }
    };
    await train({ ...quiet, ...model, mode: "xla", steps: 300, onStep: note });
    expect(tensorCount(), "after training").to.equal(before);
    expect(new Set(counts).size, "counts during training").to.equal(1);
    // One activation of [64, 8, 48] kept from each step would be 20 MB.
    const [early = 0, late = 0] = megabytes;
    expect(late - early, "megabytes in 200 steps").to.be.below(15);
    model.dispose();
  }).timeout(120_000);
});

describe("validation", () => {
  before(() => startBackend());

  it("is the mean loss of the held-out batches, without dropout", async () => {
    const model = tinyGpt({ dropout: 0.5 });
    const starts = [[1], [2], [3]];
    const batch = (index: number) => sequences(starts[index] ?? []);
    const losses = starts.map((each) => tf.tidy(() => Number(model.loss(sequences(each), {}).dataSync()[0])));
    const before = tensorCount();
    for (const mode of ["eager", "graph"] as const) {
      const validation = createValidation({ batch, batches: 3, loss: model.loss, mode });
      const mean = losses.reduce((sum, loss) => sum + loss, 0) / 3;
      expect(await validation.measure()).to.be.closeTo(mean, 1e-6);
      expect(await validation.measure(() => true)).to.equal(undefined);
      validation.dispose();
    }
    expect(tensorCount(), "tensors left behind").to.equal(before);
    model.dispose();
  });

  it("takes place every so many steps and at the end, and changes nothing in the training", async () => {
    const [with_, without] = [tinyGpt(), tinyGpt()];
    const options = { ...quiet, mode: "graph", steps: 10, learningRate: 0.01 } as const;
    const validation = { batch: () => sequences([1, 2]), batches: 2, every: 4 };
    const validated = await train({ ...options, ...with_, validation });
    const plain = await train({ ...options, ...without });
    expect(validated.validation.map(({ step }) => step)).to.deep.equal([4, 8, 10]);
    expect(validated.losses).to.deep.equal(plain.losses);
    expect(with_.weights()).to.deep.equal(without.weights());
    const measured = validated.validation.map(({ loss }) => loss);
    expect(measured[2]).to.be.below(measured[0] ?? 0);
    with_.dispose();
    without.dispose();
  }).timeout(30_000);

  it("ends a training that brings nothing more, where it is asked to", async () => {
    const x = tf.variable(tf.scalar(0));
    const result = await train({
      ...quiet,
      parameters: [x],
      batch: () => [tf.scalar(3)],
      loss: ([target]) => tf.square(tf.sub(x, target)),
      // From 0 to 3 in one step, and from there on nothing gets better.
      optimizer: sgd([x]),
      learningRate: 0.5,
      mode: "eager",
      steps: 100,
      validation: { batch: () => [tf.scalar(3)], batches: 1, every: 2, patience: 3 },
    });
    expect(result).to.deep.include({ steps: 8, finished: true, end: "no improvement" });
    x.dispose();
  });
});
