import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openSafetensors } from "../../lib/models/safetensors/index.ts";
import type { CompileMode } from "../../lib/tensor/index.ts";
import { startBackend, tensorCount, tf } from "../../lib/tensor/index.ts";
import type { CheckpointOptions } from "../../lib/training/index.ts";
import { adamW, loadWeights, readConfig, saveWeights, sgd, train } from "../../lib/training/index.ts";
import { errorOf } from "../support/printed.ts";
import { sequences, tinyGpt } from "./tiny-gpt.ts";

const quiet = { progress: false } as const;

describe("a checkpoint", () => {
  before(() => startBackend());

  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlab-checkpoints-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Trains a new model, from the folder if it is there. */
  async function trained({
    steps,
    mode = "eager",
    seed = 5,
    ...checkpoint
  }: Partial<CheckpointOptions> & { steps: number; mode?: CompileMode; seed?: number }) {
    const model = tinyGpt();
    const validation = { batch: () => sequences([3, 4]), batches: 1, every: 5 };
    try {
      const result = await train({
        ...quiet,
        ...model,
        steps,
        mode,
        seed,
        learningRate: (step) => 0.02 / (1 + step),
        clipNorm: 1,
        // XLA takes its time to compile: it gets one function, the step.
        ...(mode !== "xla" && { accumulate: 2, validation }),
        checkpoint: { folder, config: model.config, ...checkpoint },
      });
      return { ...result, weights: model.weights() };
    } finally {
      model.dispose();
    }
  }

  for (const mode of ["eager", "graph", "xla"] as const) {
    it(`lets a training go on to the last bit: 10 and 10 steps are 20 (${mode})`, async () => {
      const before = tensorCount();
      const straight = await trained({ steps: 20, mode });
      const first = await trained({ steps: 10, mode });
      const second = await trained({ steps: 20, mode, resume: true });
      expect(first.losses).to.deep.equal(straight.losses.slice(0, 10));
      expect(second.losses).to.deep.equal(straight.losses.slice(10));
      expect(second.norms).to.deep.equal(straight.norms.slice(10));
      expect(second.validation).to.deep.equal(straight.validation.slice(mode === "xla" ? 0 : 2));
      expect(second.weights).to.deep.equal(straight.weights);
      expect(second.steps).to.equal(20);
      expect(tensorCount(), "tensors left behind").to.equal(before);
    }).timeout(240_000);
  }

  it("is saved every so many steps, at the end and at an interrupt, whole each time", async () => {
    const controller = new AbortController();
    const model = tinyGpt();
    const seen: (string | undefined)[] = [];
    const note = () => {
      const path = join(folder, "training.safetensors");
      seen.push(existsSync(path) ? openSafetensors(path).metadata.step : undefined);
    };
    const result = await train({
      ...quiet,
      ...model,
      mode: "eager",
      steps: 100,
      signal: controller.signal,
      checkpoint: { folder, every: 3 },
      onStep: (step) => {
        note();
        if (step === 6) {
          controller.abort();
        }
      },
    });
    note();
    expect(seen).to.deep.equal([undefined, undefined, undefined, "3", "3", "3", "6", "7"]);
    expect(result).to.deep.include({ steps: 7, finished: false, end: "interrupted" });
    model.dispose();
  });

  it("is left as it was by a training that starts anew and takes no step", async () => {
    await trained({ steps: 3 });
    const before = readFileSync(join(folder, "training.safetensors"));
    await trained({ steps: 0 });
    expect(readFileSync(join(folder, "training.safetensors")).equals(before)).to.equal(true);
  });

  it("that is not there lets the training begin at the beginning", async () => {
    expect((await trained({ steps: 2, resume: true })).losses).to.have.lengthOf(2);
  });

  it("that has all steps already gives the training nothing to do", async () => {
    const { weights } = await trained({ steps: 3 });
    const again = await trained({ steps: 3, resume: true });
    expect(again).to.deep.include({ losses: [], steps: 3, finished: true });
    expect(again.weights).to.deep.equal(weights);
  });

  it("keeps the best weights apart from the last", async () => {
    const x = tf.variable(tf.scalar(0));
    const parameters = new Map([["x", x]]);
    // From 0 by 1 in each step; it is best at 2.
    await train({
      ...quiet,
      parameters,
      batch: () => [tf.scalar(2)],
      loss: ([target], { random }) => (random ? tf.mul(x, -1) : tf.square(tf.sub(x, target))),
      optimizer: sgd([x]),
      learningRate: 1,
      mode: "eager",
      steps: 5,
      validation: { batch: () => [tf.scalar(2)], batches: 1, every: 1 },
      checkpoint: { folder },
    });
    expect(x.arraySync()).to.equal(5);
    expect(loadWeights(join(folder, "best.safetensors"), parameters)).to.deep.equal({ config: {}, step: 2 });
    expect(x.arraySync()).to.equal(2);
    expect(loadWeights(join(folder, "last.safetensors"), parameters).step).to.equal(5);
    expect(x.arraySync()).to.equal(5);
    x.dispose();
  });

  it("of the weights alone holds no more than them, and the configuration", async () => {
    const model = tinyGpt();
    const { weights } = await trained({ steps: 2 });
    const path = join(folder, "last.safetensors");
    expect([...openSafetensors(path).tensors.keys()].sort()).to.deep.equal([...model.parameters.keys()].sort());
    expect(readConfig(path)).to.deep.equal({ config: model.config, step: 2 });
    expect(loadWeights(path, model.parameters, { config: model.config }).step).to.equal(2);
    expect(model.weights()).to.deep.equal(weights);
    model.dispose();
  });

  describe("that does not fit", () => {
    const messageOf = async (work: () => unknown) => (await errorOf(work)).message;

    it("is an error that names the setting, and changes nothing", async () => {
      await trained({ steps: 2 });
      const model = tinyGpt();
      const weights = model.weights();
      const resumed = { ...quiet, ...model, mode: "eager", steps: 4, accumulate: 2, seed: 5 } as const;
      const before = tensorCount();
      const fault = (options: Partial<Parameters<typeof train<ReturnType<typeof sequences>>>[0]>, config = {}) =>
        messageOf(() =>
          train({
            ...resumed,
            ...options,
            checkpoint: { folder, resume: true, config: { ...model.config, ...config } },
          }),
        );
      expect(await fault({}, { width: 16, layers: 2 })).to.match(
        /^Cannot take up ".*training.safetensors": its config differs: width is 16 here and 12 there, layers is 2 here and 1 there;/,
      );
      expect(await fault({ seed: 6 })).to.contain("its training differs: seed is 6 here and 5 there");
      expect(await fault({ accumulate: 1 })).to.contain("accumulate is 1 here and 2 there");
      expect(await fault({ parameters: new Map([...model.parameters].reverse()) })).to.contain(
        "its order of parameters differs: 0 is ",
      );
      const optimizer = sgd(model.parameters, { momentum: 0.9 });
      expect(await fault({ optimizer })).to.contain('"optimizer.velocity" is missing');
      optimizer.dispose();
      expect(model.weights()).to.deep.equal(weights);
      expect(tensorCount(), "tensors left behind").to.equal(before);
      model.dispose();
    });

    it("is an error where it holds weights alone, or is not whole", async () => {
      await trained({ steps: 2 });
      const [training, last] = ["training", "last"].map((name) => join(folder, `${name}.safetensors`));
      const model = tinyGpt();
      saveWeights(training ?? "", model.parameters);
      expect(await messageOf(() => trained({ steps: 4, resume: true }))).to.match(
        /^Cannot take up ".*": it holds weights, but not the state of a training/,
      );
      expect(await messageOf(() => loadWeights(last ?? "", model.parameters, { config: { width: 1 } }))).to.contain(
        "width is 1 here and 12 there",
      );
      rmSync(last ?? "");
      expect(await messageOf(() => readConfig(last ?? ""))).to.match(/there is no such file/);
      model.dispose();
    });

    it("or whose parameters have no names, is refused before the first step", async () => {
      const x = tf.variable(tf.scalar(0));
      const options = { ...quiet, parameters: [x], loss: () => tf.square(x), steps: 1 };
      expect(await messageOf(() => train({ ...options, checkpoint: { folder } }))).to.equal(
        "Cannot save parameters without names: pass parameters: namedParameters(model)",
      );
      const named = { ...options, parameters: new Map([["x", x]]) };
      expect(await messageOf(() => train({ ...named, checkpoint: { folder, every: 0.5 } }))).to.match(
        /^Cannot save a checkpoint every 0.5 steps/,
      );
      x.dispose();
    });
  });

  it("keeps what an optimiser of one's own remembers", async () => {
    const run = async (steps: number, resume: boolean) => {
      const model = tinyGpt();
      const optimizer = adamW(model.parameters, { weightDecay: 0.5 });
      await train({ ...quiet, ...model, mode: "eager", optimizer, steps, checkpoint: { folder, resume } });
      const state = [...optimizer.state.values()].map((variable) => Array.from(variable.dataSync()));
      optimizer.dispose();
      model.dispose();
      return state;
    };
    const straight = await run(4, false);
    await run(2, false);
    expect(await run(4, true)).to.deep.equal(straight);
  });
});
