import { expect } from "chai";
import { contextFloors, createSchool, sampleTokens } from "../../../lib/datasets/index.ts";
import { ngramLoss, ngramProbabilities, ngramProbability, trainNgram } from "../../../lib/models/index.ts";

const school = createSchool();
const vocabularySize = school.vocabulary.length;
const corpus = sampleTokens(school, { count: 60_000, seed: 1 });
const test = sampleTokens(school, { count: 10_000, seed: 2 });
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, x) => total + x, 0);

describe("an n-gram model", () => {
  it("counts, and mixes by the rule of Witten and Bell", () => {
    // After 0: two times 1, once 2. Of all six tokens: three times 0, twice 1, once 2.
    const model = trainNgram(Int32Array.of(0, 1, 0, 1, 0, 2), { order: 2, vocabularySize: 4 });
    const unigram = (count: number) => (count + 3 * 0.25) / (6 + 3);
    const expected = [0, 2, 1, 0].map((count, token) => (count + 2 * unigram([3, 2, 1, 0][token] ?? 0)) / (3 + 2));
    ngramProbabilities(model, [0]).forEach((probability, token) => {
      expect(probability).to.be.closeTo(expected[token] ?? Number.NaN, 1e-15);
    });
  });

  it("has probabilities that add up to 1, after contexts seen and unseen, with and without a prior", () => {
    const prior = { model: trainNgram(test, { order: 2, vocabularySize }), strength: 5 };
    for (const model of [
      trainNgram(corpus, { order: 3, vocabularySize }),
      trainNgram(corpus.subarray(0, 100), { order: 3, vocabularySize, prior }),
    ]) {
      for (const context of [[], [5], [corpus[10] ?? 0, corpus[11] ?? 0], [200, 200], [1, 2, 3, 4]]) {
        const probabilities = ngramProbabilities(model, context);
        expect(sum(probabilities)).to.be.closeTo(1, 1e-12);
        expect(Math.min(...probabilities)).to.be.above(0);
      }
    }
  });

  it("knows nothing before it has read: its perplexity is the size of the vocabulary", () => {
    const untrained = trainNgram(new Int32Array(0), { order: 3, vocabularySize: 8 });
    expect(Math.exp(ngramLoss(untrained, Int32Array.of(1, 7, 3)))).to.be.closeTo(8, 1e-12);
  });

  it("expects what it has seen more often, and everything a little", () => {
    const model = trainNgram(Int32Array.of(0, 1, 0, 1, 0, 2), { order: 2, vocabularySize: 3 });
    const [zero = 0, one = 0, two = 0] = ngramProbabilities(model, [0]);
    expect(one).to.be.above(two);
    expect(two).to.be.above(zero);
    expect(zero).to.be.above(0);
  });

  it("looks at the last tokens only", () => {
    const model = trainNgram(corpus, { order: 3, vocabularySize });
    const [a = 0, b = 0, next = 0] = corpus.slice(500, 503);
    expect(ngramProbability(model, [7, 7, a, b], next)).to.equal(ngramProbability(model, [a, b], next));
    expect(ngramProbability(model, [b], next)).not.to.equal(ngramProbability(model, [a, b], next));
  });

  it("never goes below the floor of its context, and comes nearer with more text", () => {
    const floors = contextFloors(school, 3);
    for (const order of [1, 2, 3, 4]) {
      const losses = [600, 6_000, 60_000].map((count) =>
        ngramLoss(trainNgram(corpus.subarray(0, count), { order, vocabularySize }), test),
      );
      // The loss on 10,000 tokens has a standard error of about 0.02 nats: 5 of them are a false alarm once in 3 million.
      const floor = floors[order - 1] ?? Number.NaN;
      expect(Math.min(...losses)).to.be.above(floor - 0.1);
      expect(losses).to.deep.equal([...losses].sort((first, second) => second - first));
    }
    const unigram = ngramLoss(trainNgram(corpus, { order: 1, vocabularySize }), test);
    expect(unigram).to.be.closeTo(floors[0] ?? Number.NaN, 0.1);
  }).timeout(20_000);

  it("gains from a related text when its own is small, and is not held back when it is large", () => {
    const related = sampleTokens(createSchool({ dialect: 1, drift: 1 }), { count: 60_000, seed: 3 });
    const prior = { model: trainNgram(related, { order: 2, vocabularySize }), strength: 5 };
    const loss = (count: number, withPrior: boolean) =>
      ngramLoss(
        trainNgram(corpus.subarray(0, count), { order: 2, vocabularySize, ...(withPrior ? { prior } : {}) }),
        test,
      );
    expect(loss(200, false) - loss(200, true)).to.be.above(1);
    expect(loss(60_000, true)).to.be.below(loss(60_000, false) + 0.01);
    expect(loss(60_000, true)).to.be.below(ngramLoss(prior.model, test));
  }).timeout(20_000);

  it("refuses what it cannot count", () => {
    expect(() => trainNgram(Int32Array.of(3), { order: 2, vocabularySize: 3 })).to.throw(
      "token id 3: ids run from 0 to 2",
    );
    expect(() => trainNgram(corpus, { order: 0, vocabularySize })).to.throw("0-grams");
    expect(() => trainNgram(corpus, { order: 9, vocabularySize })).to.throw("stay below 2^53");
    expect(() => ngramLoss(trainNgram(corpus, { order: 1, vocabularySize }), new Int32Array(0))).to.throw("no tokens");
  });
});
