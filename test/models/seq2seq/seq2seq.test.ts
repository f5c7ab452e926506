import { expect } from "chai";
import type { Seq2SeqConfig } from "../../../lib/models/index.ts";
import { createSeq2Seq, seq2SeqLogits, seq2SeqLoss, translate } from "../../../lib/models/index.ts";
import { parametersOf } from "../../../lib/nn/index.ts";
import { createRandom } from "../../../lib/random/index.ts";
import { compile, createTensorRandom, startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { expectNewTensors, worstDifference } from "../../support/tensors.ts";
import { learnToReverse, shareReversed } from "./reversal-task.ts";

const ids = (rows: number[][]): tf.Tensor2D => tf.tensor2d(rows, undefined, "int32");
const sizes = { sourceVocabularySize: 9, targetVocabularySize: 10, embeddingWidth: 4, hiddenSize: 6 };
const create = (config: Partial<Seq2SeqConfig>) => createSeq2Seq({ ...sizes, ...config }, { random: createRandom(1) });

const attentions = ["none", "additive", "dot"] as const;
const forms = attentions.flatMap((attention) => [
  { attention, cell: "gru" as const },
  { attention, cell: "lstm" as const, layers: 2, bidirectional: true },
]);
const nameOf = ({ attention, cell }: (typeof forms)[number]) => `${cell}, ${attention} attention`;

/** The batch of the docstrings, and one more pair. */
const pairs = () => ({
  source: ids([
    [5, 6, 7],
    [3, 8, 0],
  ]),
  target: ids([
    [7, 6, 5, 2],
    [8, 3, 2, 0],
  ]),
});

describe("the recurrent encoder-decoder", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  for (const form of forms) {
    describe(`with ${nameOf(form)}`, () => {
      it("gives logits for each target position, and a loss that depends on every parameter", () => {
        const model = create(form);
        expect(seq2SeqLogits(model, pairs()).shape).to.deep.equal([2, 4, 10]);
        const parameters = parametersOf(model);
        const { value, grads } = tf.variableGrads(() => seq2SeqLoss(model, pairs()), parameters);
        // Guessing evenly among 10 costs ln 10 = 2.3.
        expect(value.arraySync()).to.be.within(1.5, 3.5);
        for (const { name } of parameters) {
          expect(tf.max(tf.abs(grads[name] ?? tf.scalar(0))).arraySync(), name).to.be.greaterThan(0);
        }
      });

      it("does not see padding", () => {
        const model = create(form);
        const { source, target } = pairs();
        const wide = {
          source: tf.pad(source, [
            [0, 0],
            [0, 2],
          ]),
          target: tf.pad(target, [
            [0, 0],
            [0, 3],
          ]),
        };
        const logits = tf.slice(seq2SeqLogits(model, wide), [0, 0, 0], [2, 4, 10]).dataSync();
        expect(worstDifference(logits, seq2SeqLogits(model, { source, target }).dataSync())).to.be.below(1e-5);
        const losses = [wide, { source, target }].map((batch) => Number(seq2SeqLoss(model, batch).arraySync()));
        expect(losses[0]).to.be.closeTo(losses[1] ?? Number.NaN, 1e-5);
      });

      it("sees no token of the target before it is to be said", () => {
        const model = create(form);
        const { source } = pairs();
        const [here, there] = [
          ids([
            [7, 6, 5, 2],
            [8, 3, 2, 0],
          ]),
          ids([
            [7, 6, 4, 9],
            [8, 3, 9, 9],
          ]),
        ].map((target) => tf.slice(seq2SeqLogits(model, { source, target }), [0, 0, 0], [2, 3, 10]).dataSync());
        expect(here).to.deep.equal(there);
      });

      it("translates token by token as the logits under teacher forcing say", () => {
        const model = create(form);
        const { source } = pairs();
        for (const [at, { ids: said, weights }] of translate(model, source, { maximum: 5 }).entries()) {
          const target = ids([[...said, 2]]);
          const own = tf.slice(source, [at, 0], [1, 3]);
          const likeliest = tf.argMax(seq2SeqLogits(model, { source: own, target }), 2).dataSync();
          expect([...likeliest].slice(0, said.length)).to.deep.equal(said);
          expect(weights.length > 0).to.equal(form.attention !== "none");
          for (const row of weights) {
            expect(row.reduce((sum, weight) => sum + weight, 0)).to.be.closeTo(1, 1e-5);
            if (at === 1) {
              expect(row[2], "weight of padding").to.equal(0);
            }
          }
        }
      });

      it("leaves nothing behind but its result", () => {
        const before = tensorCount();
        const model = create(form);
        const batch = pairs();
        expectNewTensors(1, () => seq2SeqLogits(model, batch));
        expectNewTensors(1, () => seq2SeqLoss(model, batch));
        expectNewTensors(0, () => {
          translate(model, batch.source, { maximum: 3 });
          return [];
        });
        tf.dispose([batch, parametersOf(model)]);
        expect(tensorCount()).to.equal(before);
      });
    });
  }

  for (const attention of attentions) {
    it(`does the same compiled as a graph, with ${attention} attention`, () => {
      const model = create({ attention });
      const { source, target } = pairs();
      const parameters = parametersOf(model);
      const step = (source: tf.Tensor2D, target: tf.Tensor2D) => {
        const { value, grads } = tf.variableGrads(() => seq2SeqLoss(model, { source, target }), parameters);
        return [value, ...parameters.map(({ name }) => grads[name] ?? tf.scalar(Number.NaN))];
      };
      const compiled = compile(step, { mode: "graph" });
      const [eager, graph] = [step, compiled].map((run) => run(source, target).map((tensor) => tensor.dataSync()));
      for (const [at, values] of (eager ?? []).entries()) {
        expect(worstDifference(graph?.[at] ?? [], values), `result ${at}`).to.be.below(1e-5);
      }
      compiled.dispose();
    });
  }

  it("drops out only where it is given random numbers", () => {
    const model = create({ dropout: 0.5 });
    const random = () => createTensorRandom(tf.tensor1d([1, 2], "int32"));
    const sure = seq2SeqLogits(model, pairs()).dataSync();
    expect(seq2SeqLogits(model, pairs()).dataSync()).to.deep.equal(sure);
    const dropped = seq2SeqLogits(model, pairs(), { random: random() }).dataSync();
    expect(dropped).not.to.deep.equal(sure);
    expect(seq2SeqLogits(model, pairs(), { random: random() }).dataSync()).to.deep.equal(dropped);
  });

  it("stops at the end or at the most tokens asked for", () => {
    for (const { ids: said } of translate(create({}), pairs().source, { maximum: 3 })) {
      expect(said.length).to.be.at.most(3);
      expect(said).not.to.include(2);
    }
  });

  it("refuses what does not fit, by name", () => {
    expect(() => create({ hiddenSize: 5, bidirectional: true })).to.throw(RangeError, "take an even hiddenSize");
    expect(() => create({ padding: 2 })).to.throw(RangeError, "padding 2, start 1 and end 2 apart");
    expect(() => create({ end: 10 })).to.throw(RangeError, "Cannot take 10 as the id for end: ids run from 0 to 9");
    expect(() => create({ layers: 0 })).to.throw(RangeError, "with 0 layers");
    const model = create({});
    const { source, target } = pairs();
    expect(() => seq2SeqLoss(model, { source, target: ids([[5, 2]]) })).to.throw(
      "Cannot translate sources [2, 3] to targets [1, 2]",
    );
    expect(() => seq2SeqLoss(model, { source: ids([[11], [1]]), target })).to.throw(RangeError, "the id 11");
    expect(() => translate(model, source, { maximum: 0 })).to.throw(RangeError, "at most 0 tokens");
  });
});

describe("learning to reverse sequences", () => {
  before(() => startBackend());

  it("makes fewer mistakes with attention than through a context vector, after the same steps", async function () {
    this.timeout(120_000);
    const shares: Record<string, number> = {};
    for (const attention of attentions) {
      const { model, losses } = await learnToReverse(attention, { lengths: [3, 6], steps: 150 });
      expect(losses.at(-1), attention).to.be.below((losses[0] ?? 0) / 3);
      shares[attention] = shareReversed(model, [6, 6]);
      tf.dispose([...parametersOf(model)]);
    }
    // Of 64 unseen sequences of the greatest length.
    expect(shares.additive).to.be.greaterThan(0.8);
    expect(shares.dot).to.be.greaterThan(0.8);
    expect(shares.none).to.be.lessThan(0.6);
  });
});
