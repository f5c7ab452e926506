import { expect } from "chai";
import {
  contextFloors,
  createFiniteStateLanguage,
  entropyAlong,
  entropyByPosition,
  entropyOf,
  entropyRate,
  languageIds,
  languageText,
  nextTokenProbabilities,
  perplexityFloor,
  sampleTokens,
  stationaryDistribution,
  streamTokens,
  surprisals,
} from "../../lib/datasets/index.ts";

/** Never two "b" in a row. Its entropy rate is known: two states in three are free to choose, so 2/3 of a bit. */
const golden = createFiniteStateLanguage<"any" | "after b">({
  vocabulary: ["a", "b"],
  start: "any",
  ways: (state) =>
    state === "after b"
      ? [{ word: "a", probability: 1, next: "any" }]
      : [
          { word: "a", probability: 0.5, next: "any" },
          { word: "b", probability: 0.5, next: "after b" },
        ],
});

/** "b"s come in even numbers between "a"s: how many came is needed however long ago the last "a" was. */
const even = createFiniteStateLanguage<"even" | "odd">({
  vocabulary: ["a", "b"],
  start: "even",
  ways: (state) =>
    state === "odd"
      ? [{ word: "b", probability: 1, next: "even" }]
      : [
          { word: "a", probability: 0.5, next: "even" },
          { word: "b", probability: 0.5, next: "odd" },
        ],
});

describe("a finite-state language", () => {
  it("is in each state as often as the theory of Markov chains says", () => {
    expect([...stationaryDistribution(golden)]).to.deep.equal([2 / 3, 1 / 3]);
  });

  it("has the entropy rate that is known for it", () => {
    expect(entropyRate(golden).bits).to.be.closeTo(2 / 3, 1e-15);
    expect(entropyRate(golden).nats).to.be.closeTo((2 / 3) * Math.LN2, 1e-15);
    expect(perplexityFloor(golden)).to.be.closeTo(2 ** (2 / 3), 1e-15);
  });

  it("has entropies by position that tend to the rate", () => {
    const byPosition = entropyByPosition(golden, 40);
    expect(byPosition[0]).to.be.closeTo(Math.LN2, 1e-15);
    expect(byPosition[1]).to.be.closeTo(Math.LN2 / 2, 1e-15);
    expect(byPosition[39]).to.be.closeTo(entropyRate(golden).nats, 1e-9);
  });

  it("has floors for short contexts: reached at once where one token tells the state, never where none does", () => {
    const [unigram, bigram, trigram] = contextFloors(golden, 2);
    expect(unigram).to.be.closeTo(entropyOf([2 / 3, 1 / 3]), 1e-15);
    expect(bigram).to.be.closeTo(entropyRate(golden).nats, 1e-15);
    expect(trigram).to.be.closeTo(entropyRate(golden).nats, 1e-15);

    const floors = [...contextFloors(even, 12)];
    expect(floors).to.deep.equal([...floors].sort((first, second) => second - first));
    expect(floors[12]).to.be.above(entropyRate(even).nats);
    expect(floors[12]).to.be.closeTo(entropyRate(even).nats, 0.02);
  });

  it("agrees with a floor counted from all windows, one by one", () => {
    // P(window) and P(window, next) by the filter, for all windows of two tokens.
    const probability = (ids: number[]) =>
      Math.exp(-surprisals(even, ids, { from: "anywhere" }).reduce((a, b) => a + b));
    let entropy = 0;
    for (const window of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]) {
      for (const next of [0, 1]) {
        const joint = probability([...window, next]);
        entropy -= joint > 0 ? joint * Math.log(joint / probability(window)) : 0;
      }
    }
    expect(contextFloors(even, 2)[2]).to.be.closeTo(entropy, 1e-12);
  });

  it("predicts what comes next, from the start and from anywhere", () => {
    expect([...nextTokenProbabilities(golden, [])]).to.deep.equal([0.5, 0.5]);
    expect([...nextTokenProbabilities(golden, [0, 1])]).to.deep.equal([1, 0]);
    const anywhere = nextTokenProbabilities(golden, [], { from: "anywhere" });
    expect(anywhere[0]).to.be.closeTo(2 / 3, 1e-15);
    // After one b out of nowhere, the even language was in its odd state (1/3) or even (1/3 of 2/3) before.
    expect(nextTokenProbabilities(even, [1], { from: "anywhere" })[0]).to.be.closeTo(0.25, 1e-15);
  });

  it("gives the impossible probability 0, and nothing after it", () => {
    expect([...surprisals(golden, [1, 1, 0])]).to.deep.equal([Math.LN2, Number.POSITIVE_INFINITY, Number.NaN]);
    expect(() => nextTokenProbabilities(golden, [1, 1])).to.throw('token "b" at position 1: it cannot stand there');
    expect(() => nextTokenProbabilities(golden, [7])).to.throw('"id 7" at position 0');
  });

  it("says how open each place is", () => {
    expect([...entropyAlong(golden, [1, 0])]).to.deep.equal([Math.LN2, 0, Math.LN2]);
  });

  it("draws the same text for the same seed, as an array and as a stream", () => {
    const tokens = sampleTokens(golden, { count: 500, seed: 3 });
    const stream = streamTokens(golden, 3);
    expect([...tokens]).to.deep.equal(Array.from(tokens, () => stream.next().value));
    expect([...sampleTokens(golden, { count: 100, seed: 3 })]).to.deep.equal([...tokens.slice(0, 100)]);
    expect([...sampleTokens(golden, { count: 500, seed: 4 })]).not.to.deep.equal([...tokens]);
    expect(() => sampleTokens(golden, { count: -1, seed: 1 })).to.throw("Cannot draw -1 tokens");
  });

  it("turns text into ids and back", () => {
    expect(languageText(golden, languageIds(golden, " a b\na "))).to.equal("a b a");
    expect(() => languageIds(golden, "a c")).to.throw('the word "c": it is not one of the 2 words');
    expect(() => languageText(golden, [2])).to.throw("token id 2: ids run from 0 to 1");
  });

  it("refuses a grammar that is not one", () => {
    const build = (...ways: { word: string; probability: number; next: string }[]) =>
      createFiniteStateLanguage({ vocabulary: ["a", "b"], start: "s", ways: (state) => (state === "s" ? ways : []) });
    const way = { word: "a", probability: 0.5, next: "s" };
    expect(() => build(way)).to.throw("add up to 0.5, not to 1");
    expect(() => build(way, { ...way, next: "t" })).to.throw('by "a" in two ways');
    expect(() => build(way, { ...way, word: "c" })).to.throw('by "c": the vocabulary does not hold the word');
    expect(() => build({ ...way, probability: -1 })).to.throw("probability -1");
    expect(() => createFiniteStateLanguage({ vocabulary: ["a", "a"], start: "s", ways: () => [way] })).to.throw(
      'holds "a" twice',
    );
    const caught = createFiniteStateLanguage({
      vocabulary: ["a"],
      start: "s",
      ways: () => [{ word: "a", probability: 1, next: "t" }],
    });
    expect(() => stationaryDistribution(caught)).to.throw("nothing leads back to the start");
  });
});
