import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import { createRandom } from "../../lib/random/index.ts";
import { startBackend, tensorCount, tf } from "../../lib/tensor/index.ts";
import type { TrainingOptions } from "../../lib/training/index.ts";
import { adamW, sgd, train } from "../../lib/training/index.ts";
import { recallTask } from "../nn/recall-task.ts";

const quiet = { progress: false } as const;

/** (x - 3)^2, whose gradient is 2 (x - 3). */
function parabola(start: number) {
  const x = tf.variable(tf.scalar(start));
  return { x, parameters: [x], loss: () => tf.square(tf.sub(x, 3)) };
}

describe("training", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("does what its docstring shows", async () => {
    const x = tf.variable(tf.scalar(5));
    const { losses } = await train({
      ...quiet,
      parameters: [x],
      loss: () => tf.square(x),
      steps: 100,
      learningRate: 0.1,
    });
    expect(losses[0]).to.equal(25);
    expect(Math.abs(Number(x.arraySync()))).to.be.below(0.5);
  });

  it("goes down the gradient by the rate it is given", async () => {
    const { x, parameters, loss } = parabola(0);
    const result = await train({
      ...quiet,
      parameters,
      loss,
      steps: 2,
      optimizer: sgd(parameters),
      learningRate: 0.25,
    });
    // 0 + 0.25 * 6 = 1.5, then 1.5 + 0.25 * 3 = 2.25.
    expect(x.arraySync()).to.equal(2.25);
    expect(result.losses).to.deep.equal([9, 2.25]);
  });

  it("follows Adam as it is published", async () => {
    const { x, parameters, loss } = parabola(0);
    await train({ ...quiet, parameters, loss, steps: 10, learningRate: 0.1 });
    let [value, first, second] = [0, 0, 0];
    for (let step = 1; step <= 10; step++) {
      const gradient = 2 * (value - 3);
      first = 0.9 * first + 0.1 * gradient;
      second = 0.999 * second + 0.001 * gradient ** 2;
      value -= (0.1 * (first / (1 - 0.9 ** step))) / (Math.sqrt(second / (1 - 0.999 ** step)) + 1e-8);
    }
    // Ten float32 steps of 0.1.
    expect(x.arraySync()).to.be.closeTo(value, 1e-6);
  });

  it("reports each step, and all of them at the end", async () => {
    const { parameters, loss } = parabola(0);
    const seen: [number, number][] = [];
    const result = await train({
      ...quiet,
      parameters,
      loss,
      steps: 3,
      learningRate: 0.1,
      onStep: (step, value) => seen.push([step, value]),
    });
    expect(seen).to.deep.equal(result.losses.map((value, step) => [step, value]));
    expect(result.steps).to.equal(3);
    expect(result.finished).to.equal(true);
    expect(result.seconds).to.be.above(0);
  });

  it("keeps an optimiser's memory from one call to the next", async () => {
    const [once, twice] = [parabola(0), parabola(0)];
    await train({ ...quiet, ...once, steps: 6, learningRate: 0.1 });
    const optimizer = adamW(twice.parameters, { weightDecay: 0 });
    await train({ ...quiet, ...twice, steps: 4, learningRate: 0.1, optimizer });
    await train({ ...quiet, ...twice, steps: 2, learningRate: 0.1, optimizer });
    expect(twice.x.arraySync()).to.equal(once.x.arraySync());
    optimizer.dispose();
  });

  it("learns what only attention can tell, and gives the same losses with the same seed", async () => {
    const run = () => train({ ...quiet, ...recallTask(createRandom(1)), steps: 60, learningRate: 0.02 });
    const [first, second] = [await run(), await run()];
    expect(first.losses[0]).to.be.above(Math.log(8) - 0.3);
    expect(first.losses.at(-1)).to.be.below(0.3);
    expect(second.losses).to.deep.equal(first.losses);
  }).timeout(60_000);

  it("leaves no tensor behind in 300 steps, and takes no more memory from the 100th to the last", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = runInNewContext("gc");
    const task = recallTask(createRandom(2));
    const counts: number[] = [];
    const megabytes: number[] = [];
    const before = tensorCount();
    await train({
      ...quiet,
      ...task,
      steps: 300,
      onStep: (step) => {
        counts.push(tensorCount());
        if (step === 99 || step === 299) {
          collectGarbage();
          megabytes.push(process.memoryUsage.rss() / 2 ** 20);
        }
      },
    });
    expect(tensorCount(), "after training").to.equal(before);
    expect(new Set(counts.slice(1)).size, "counts during training").to.equal(1);
    // A hundred activations of [16, 6, 16] kept from each step would be 120 MB; the memory left free moves by a few.
    const [early = 0, late = 0] = megabytes;
    expect(late - early, "megabytes in 200 steps").to.be.below(15);
  }).timeout(60_000);
});

describe("an interrupt", () => {
  before(() => startBackend());

  it("by signal stops after the step under way and keeps what was learnt", async () => {
    const { x, parameters, loss } = parabola(0);
    const controller = new AbortController();
    const result = await train({
      ...quiet,
      parameters,
      loss,
      steps: 100,
      optimizer: sgd(parameters),
      learningRate: 0.25,
      signal: controller.signal,
      onStep: (step) => step === 1 && controller.abort(),
    });
    expect(result).to.deep.include({ finished: false, steps: 2, losses: [9, 2.25] });
    expect(x.arraySync()).to.equal(2.25);
    x.dispose();
  });

  it("by a signal that was given before takes no step", async () => {
    const { x, parameters, loss } = parabola(0);
    const result = await train({ ...quiet, parameters, loss, steps: 5, signal: AbortSignal.abort() });
    expect(result).to.deep.include({ finished: false, steps: 0 });
    x.dispose();
  });

  it("by SIGINT, Jupyter's stop button, arrives between the steps and does not end the process", async () => {
    const { x, parameters, loss } = parabola(0);
    const result = await train({
      ...quiet,
      parameters,
      loss,
      steps: 10_000,
      onStep: (step) => step === 3 && process.kill(process.pid, "SIGINT"),
    });
    expect(result.finished).to.equal(false);
    // The system delivers the signal at once, the event loop in one of its next turns.
    expect(result.steps).to.be.within(4, 50);
    expect(x.arraySync()).to.not.equal(0);
    x.dispose();
  });

  it("in llmlab's kernel comes as its signal, for which training announces itself", async () => {
    const { x, parameters, loss } = parabola(0);
    const controller = new AbortController();
    const seen: string[] = [];
    const interruptible = () => {
      seen.push("announced");
      return { signal: controller.signal, release: () => seen.push("released") };
    };
    const key = Symbol.for("llmlab.kernel");
    Reflect.set(globalThis, key, { display() {}, update() {}, interruptible });
    const listeners = process.listenerCount("SIGINT");
    try {
      const onStep = (step: number) => {
        expect(process.listenerCount("SIGINT")).to.equal(listeners);
        if (step === 3) setImmediate(() => controller.abort());
      };
      const result = await train({ ...quiet, parameters, loss, steps: 10_000, onStep });
      expect(result).to.include({ finished: false }).and.have.property("steps").within(4, 5);
    } finally {
      Reflect.deleteProperty(globalThis, key);
    }
    expect(seen).to.deep.equal(["announced", "released"]);
    x.dispose();
  });

  it("is listened for only while training runs", async () => {
    const { x, parameters, loss } = parabola(0);
    const before = process.listenerCount("SIGINT");
    const during: number[] = [];
    await train({
      ...quiet,
      parameters,
      loss,
      steps: 2,
      onStep: () => during.push(process.listenerCount("SIGINT")),
    });
    expect(during).to.deep.equal([before + 1, before + 1]);
    expect(process.listenerCount("SIGINT")).to.equal(before);
    x.dispose();
  });
});

describe("training that cannot go on", () => {
  before(() => startBackend());

  async function failureOf(options: Partial<TrainingOptions>): Promise<string> {
    const { x, parameters, loss } = parabola(0);
    const before = { tensors: tensorCount(), listeners: process.listenerCount("SIGINT") };
    const failure = await train({ ...quiet, parameters, loss, steps: 5, ...options }).then(
      () => "it went on",
      (error: Error) => error.message,
    );
    expect({ tensors: tensorCount(), listeners: process.listenerCount("SIGINT") }).to.deep.equal(before);
    x.dispose();
    return failure;
  }

  it("names a parameter that the loss does not reach", async () => {
    const { x, loss, parameters } = parabola(0);
    const idle = tf.variable(tf.zeros([2, 3]));
    expect(await failureOf({ parameters: [...parameters, idle], loss })).to.equal(
      "Cannot train parameter 2 of 2, of shape [2, 3]: the loss does not depend on it; use it in the loss or leave it out of the parameters",
    );
    tf.dispose([x, idle]);
  });

  it("names the shape of a loss that is no single number", async () => {
    const { x, parameters } = parabola(0);
    expect(await failureOf({ parameters, loss: () => tf.mul(x, [1, 2]) })).to.equal(
      "Cannot train on a loss of shape [2]: it must be a single number; take its mean with tf.mean(loss)",
    );
    x.dispose();
  });

  it("passes on what the loss itself throws", async () => {
    const loss = () => {
      throw new Error("no more data");
    };
    expect(await failureOf({ loss })).to.equal("no more data");
  });

  it("refuses options that make no sense", async () => {
    expect(await failureOf({ parameters: [] })).to.match(/^Cannot train without parameters/);
    expect(await failureOf({ steps: -1 })).to.match(/^Cannot train for -1 steps/);
    expect(await failureOf({ steps: 1.5 })).to.match(/^Cannot train for 1.5 steps/);
    expect(await failureOf({ learningRate: 0 })).to.match(/^Cannot train with a learning rate of 0/);
    expect(await failureOf({ learningRate: Number.NaN })).to.match(/^Cannot train with a learning rate of NaN/);
    const { x, parameters, loss } = parabola(0);
    const others = sgd([x]);
    expect(await failureOf({ optimizer: others })).to.match(
      /^Cannot train these parameters with an optimizer of others/,
    );
    expect(await failureOf({ parameters, loss, clipNorm: 0 })).to.match(/^Cannot clip gradients to a length of 0/);
    expect(await failureOf({ accumulate: 2 })).to.match(/^Cannot accumulate 2 batches: there are none/);
    expect(await failureOf({ accumulate: 0 })).to.match(/^Cannot make a step of 0 batches/);
    expect(await failureOf({ learningRate: () => Number.NaN })).to.match(/learning rate of NaN, which step 0 has/);
    const validation = { batch: () => [] as [], batches: 0, every: 1 };
    expect(await failureOf({ validation })).to.match(/^Cannot validate with batches 0/);
    x.dispose();
  });
});
