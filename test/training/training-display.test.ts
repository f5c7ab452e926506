import { expect } from "chai";
import type { MimeBundle } from "../../lib/display/index.ts";
import { startBackend, tf } from "../../lib/tensor/index.ts";
import { lossFigure, train } from "../../lib/training/index.ts";
import { tinyGpt } from "./tiny-gpt.ts";

/** Runs `work` as in llmlab's kernel; gives the outputs that it makes, in their last state, and how often each changed. */
async function screenOf(work: () => Promise<unknown>) {
  const outputs = new Map<string, { bundle: MimeBundle; texts: string[] }>();
  const put = (bundle: MimeBundle, id = "") => {
    const { texts } = outputs.get(id) ?? { texts: [] };
    outputs.set(id, { bundle, texts: [...texts, String(bundle.data["text/plain"])] });
  };
  const interruptible = () => ({ signal: new AbortController().signal, release() {} });
  const key = Symbol.for("llmlab.kernel");
  Reflect.set(globalThis, key, { display: put, update: put, interruptible });
  try {
    await work();
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
  return [...outputs.values()];
}

describe("the screen of a training", () => {
  before(() => startBackend());

  it("shows the loss, the gradient's length, tokens a second and the time left, and then one line", async () => {
    const model = tinyGpt();
    const [bar] = await screenOf(() => train({ ...model, mode: "graph", steps: 400, clipNorm: 1 }));
    expect(bar?.texts.slice(1, -1).join("\n")).to.match(
      /^Training .* \d+\/400 steps, loss \d\.\d+, gradient length \d\.\d+, tokens\/s \d+, [\d.]+ steps\/s, .* left$/m,
    );
    expect(bar?.texts.at(-1)).to.match(/^Training: 400 steps in .* s, loss /);
    model.dispose();
  }).timeout(30_000);

  it("says that it was stopped, and where the training ended for lack of improvement", async () => {
    const x = tf.variable(tf.scalar(1));
    const controller = new AbortController();
    const options = { parameters: [x], batch: () => [tf.scalar(0)] as [tf.Tensor], mode: "eager", steps: 50 } as const;
    const loss = ([zero]: [tf.Tensor]) => tf.mul(x, zero);
    const [stopped] = await screenOf(() =>
      train({ ...options, loss, signal: controller.signal, onStep: (step) => step === 4 && controller.abort() }),
    );
    expect(stopped?.texts.at(-1)).to.match(/^Training: stopped after 5 of 50 steps in /);
    const validation = { batch: options.batch, batches: 1, every: 1, patience: 2 };
    const [ended] = await screenOf(() => train({ ...options, loss, validation, label: "Learning" }));
    expect(ended?.texts.at(-1)).to.equal(
      "Learning: ended after 3 of 50 steps, since 2 validations brought no lower loss",
    );
    x.dispose();
  });

  it("draws the curves of training and validation, with their picture, where it is asked to", async () => {
    const model = tinyGpt();
    const validation = { batch: model.batch, batches: 2, every: 5 };
    const options = { ...model, mode: "graph", steps: 20, learningRate: 0.01, validation } as const;
    const [bar, figure, ...more] = await screenOf(() => train({ ...options, figure: true, label: "Tiny GPT" }));
    expect(bar?.texts.at(-1)).to.match(/^Tiny GPT: 20 steps/);
    expect(figure?.texts.at(-1)).to.match(/"Tiny GPT: the loss".*training falls from .*validation falls from/s);
    expect(Object.keys(figure?.bundle.data ?? {})).to.include("image/png");
    expect(more).to.deep.equal([]);
    expect(await screenOf(() => train({ ...options, progress: false }))).to.deep.equal([]);
    model.dispose();
  }).timeout(60_000);
});

describe("the figure of a loss", () => {
  it("shows each loss of a short training", () => {
    const { data, layout } = lossFigure({ firstStep: 10, losses: [3, 2, 1], validation: [{ step: 13, loss: 2.5 }] });
    expect(data[0]).to.deep.include({ name: "training", x: [10, 11, 12], y: [3, 2, 1] });
    expect(data[1]).to.deep.include({ name: "validation", x: [13], y: [2.5] });
    expect(layout.yaxis).to.have.nested.property("title.text", "loss");
  });

  it("leaves out a held-out loss that is infinite", () => {
    const validation = [1, 2, 3].map((step) => ({ step, loss: step === 2 ? Number.POSITIVE_INFINITY : step }));
    const { data } = lossFigure({ firstStep: 0, losses: [3, 2, 1], validation });
    expect(data[1]).to.deep.include({ name: "validation", x: [1, 3], y: [1, 3] });
  });

  it("shows means of a long one, each in the middle of its steps", () => {
    const losses = Array.from({ length: 1001 }, (_, step) => 1000 - step);
    const { data, layout } = lossFigure({ firstStep: 0, losses, validation: [] });
    expect(data[0])
      .to.have.property("x")
      .with.lengthOf(Math.ceil(1001 / 6));
    for (const [at, x, y] of [
      [0, 2.5, 997.5],
      [1, 8.5, 991.5],
      // What is left over: 5 steps.
      [166, 998, 2],
    ]) {
      expect(data[0]).to.have.nested.property(`x[${at}]`, x);
      expect(data[0]).to.have.nested.property(`y[${at}]`, y);
    }
    expect(layout.yaxis).to.have.nested.property("title.text", "loss, mean of 6 steps");
  });
});
