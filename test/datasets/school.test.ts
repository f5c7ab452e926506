import { expect } from "chai";
import {
  contextFloors,
  createSchool,
  entropyOf,
  entropyRate,
  languageIds,
  languageText,
  nextTokenProbabilities,
  perplexityFloor,
  sampleTokens,
  stationaryDistribution,
  surprisals,
} from "../../lib/datasets/index.ts";

const school = createSchool();
const stop = school.vocabulary.indexOf(".");
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

/** Cuts a sample into sentences: they are independent of each other, which the bounds below rest on. */
function sentencesOf(tokens: Int32Array): number[][] {
  const sentences: number[][] = [[]];
  for (const token of tokens) {
    sentences.at(-1)?.push(token);
    if (token === stop) {
      sentences.push([]);
    }
  }
  return sentences.slice(0, -1);
}

/** How many standard errors a mean is from what it should be, from values that are independent. */
function deviation(values: number[], expected: number): number {
  const centre = mean(values);
  const variance = mean(values.map((x) => (x - centre) ** 2));
  return Math.abs(centre - expected) / Math.sqrt(variance / values.length);
}

describe("the school language", () => {
  const tokens = sampleTokens(school, { count: 400_000, seed: 11 });
  const sentences = sentencesOf(tokens);

  it("speaks of teachers, students and books", () => {
    const text = languageText(school, sampleTokens(school, { count: 600, seed: 1 }));
    for (const word of ["teacher", "student", "book"]) {
      expect(text).to.contain(word);
    }
    expect(school.vocabulary).to.have.length(new Set(school.vocabulary).size);
    // Five words between subject and verb: a phrase, "very" and "often". No word is left over.
    const longer = createSchool({ distance: 5 });
    expect(new Set(sampleTokens(longer, { count: 400_000, seed: 1 })).size).to.equal(school.vocabulary.length);
  });

  it("draws words as often as it says they follow what stands before them", () => {
    // Pearson's chi-square over all beginnings of sentences seen 200 times or more. With hundreds of degrees of
    // freedom it is nearly normal; 5 standard deviations are a false alarm once in 3 million seeds.
    const followers = new Map<string, { prefix: number[]; counts: Map<number, number>; total: number }>();
    for (const sentence of sentences) {
      for (let length = 0; length < sentence.length; length++) {
        const prefix = sentence.slice(0, length);
        const key = prefix.join(" ");
        const seen = followers.get(key) ?? { prefix, counts: new Map(), total: 0 };
        const next = sentence[length] ?? -1;
        seen.counts.set(next, (seen.counts.get(next) ?? 0) + 1);
        seen.total++;
        followers.set(key, seen);
      }
    }
    let chiSquare = 0;
    let freedom = 0;
    let impossible = 0;
    for (const { prefix, counts, total } of followers.values()) {
      if (total < 200) {
        continue;
      }
      // Words expected fewer than 5 times are counted as one, as the approximation asks.
      const rest = { expected: 0, observed: 0 };
      let cells = 0;
      nextTokenProbabilities(school, prefix).forEach((probability, token) => {
        const expected = probability * total;
        const observed = counts.get(token) ?? 0;
        impossible += probability === 0 ? observed : 0;
        if (expected < 5) {
          rest.expected += expected;
          rest.observed += observed;
        } else {
          chiSquare += (observed - expected) ** 2 / expected;
          cells++;
        }
      });
      if (rest.expected >= 5) {
        chiSquare += (rest.observed - rest.expected) ** 2 / rest.expected;
        cells++;
      }
      freedom += Math.max(cells - 1, 0);
    }
    expect(freedom).to.be.above(500);
    expect(impossible).to.equal(0);
    expect((chiSquare - freedom) / Math.sqrt(2 * freedom)).to.be.within(-5, 5);
  }).timeout(20_000);

  it("has the word frequencies and the sentence length that the stationary distribution gives", () => {
    const length = 1 / (stationaryDistribution(school)[0] ?? 0);
    expect(
      deviation(
        sentences.map((sentence) => sentence.length),
        length,
      ),
    ).to.be.below(5);
    // Each word's count in a sentence is independent of the next sentence's. 5.5 standard errors for each of some 150
    // words: a false alarm once in 100 thousand seeds.
    const shares = nextTokenProbabilities(school, [], { from: "anywhere" });
    expect(mean(shares) * shares.length).to.be.closeTo(1, 1e-12);
    const counts = school.vocabulary.map(() => new Float64Array(sentences.length));
    sentences.forEach((sentence, at) => {
      for (const token of sentence) {
        const count = counts[token];
        if (count !== undefined) {
          count[at] = (count[at] ?? 0) + 1;
        }
      }
    });
    let compared = 0;
    shares.forEach((share, token) => {
      // Every sentence ends in one stop: nothing varies there.
      if (share * tokens.length > 400 && token !== stop) {
        compared++;
        expect(deviation([...(counts[token] ?? [])], share * length), school.vocabulary[token]).to.be.below(5.5);
      }
    });
    expect(compared).to.be.above(100);
  }).timeout(20_000);

  for (const options of [{}, { distance: 0 }, { distance: 8, reliability: 0.7 }, { reliability: 0 }, { dialect: 5 }]) {
    it(`has a mean surprisal that converges to the entropy rate, with ${JSON.stringify(options)}`, () => {
      // Surprisal minus rate, summed over a sentence, is independent from sentence to sentence with mean 0: 5 standard
      // errors are a false alarm once in a million seeds.
      const language = createSchool(options);
      const drawn = sampleTokens(language, { count: 100_000, seed: 2 });
      const nats = surprisals(language, drawn);
      const rate = entropyRate(language).nats;
      const excesses: number[] = [];
      let excess = 0;
      drawn.forEach((token, at) => {
        excess += (nats[at] ?? Number.NaN) - rate;
        if (token === stop) {
          excesses.push(excess);
          excess = 0;
        }
      });
      expect(deviation(excesses, 0)).to.be.below(5);
      expect(mean(nats)).to.be.closeTo(rate, 0.02);
    });
  }

  it("makes the verb agree in kind and number, with words of another kind in between", () => {
    const probability = (prefix: string, verb: string) =>
      nextTokenProbabilities(school, languageIds(school, prefix))[school.vocabulary.indexOf(verb)];
    expect(probability("the teachers near the book", "teach")).to.be.above(0.3);
    for (const wrong of ["teaches", "read", "describes", "the"]) {
      expect(probability("the teachers near the book", wrong), wrong).to.equal(0);
    }
    expect(probability("the young book near the teachers", "describes")).to.be.above(0.2);
  });

  it("stands the agreement at exactly the chosen distance: floors fall there and nowhere beyond", () => {
    for (const distance of [0, 1, 2, 3, 5]) {
      const language = createSchool({ distance });
      const floors = contextFloors(language, distance + 3);
      const rate = entropyRate(language).nats;
      // What the sentence is about must be seen: the words between, and the subject before them. At distances up to 1,
      // what is acted on reaches as far back, over an article and an adjective.
      const enough = Math.max(distance + 1, 3);
      expect(floors[enough]).to.be.closeTo(rate, 1e-9);
      expect(floors[enough - 1]).to.be.above(rate + 0.01);
    }
  });

  it("takes the agreement from where it was as the reliability falls", () => {
    const gain = (reliability: number) => {
      const language = createSchool({ distance: 6, reliability });
      return (contextFloors(language, 6)[6] ?? 0) - entropyRate(language).nats;
    };
    const gains = [1, 0.8, 0.5, 0].map(gain);
    expect(gains).to.deep.equal([...gains].sort((first, second) => second - first));
    expect(gains[0]).to.be.above(0.05);
    expect(gains[3]).to.be.closeTo(0, 1e-9);
  });

  it("has a perplexity floor that the exact distribution reaches", () => {
    expect(Math.log(perplexityFloor(school))).to.be.closeTo(entropyRate(school).nats, 1e-12);
    expect(entropyOf(nextTokenProbabilities(school, []))).to.be.above(0);
  });

  it("has dialects with the same words and grammar and other tastes", () => {
    const dialect = createSchool({ dialect: 3 });
    const rare = surprisals(dialect, sampleTokens(school, { count: 20_000, seed: 1 }));
    expect(rare.some((nats) => nats === Number.POSITIVE_INFINITY)).to.equal(false);
    expect(mean(rare)).to.be.above(entropyRate(school).nats + 0.03);
    const same = createSchool({ dialect: 3, drift: 0 });
    expect(entropyRate(same)).to.deep.equal(entropyRate(school));
    expect(dialect.vocabulary).to.deep.equal(school.vocabulary);
  });

  it("refuses what it cannot be", () => {
    expect(() => createSchool({ distance: 1.5 })).to.throw("distance 1.5: it must be a whole number");
    expect(() => createSchool({ reliability: 1.1 })).to.throw("reliability 1.1: it must lie between 0 and 1");
    expect(() => createSchool({ drift: Number.NaN })).to.throw("drift NaN");
    expect(() => createSchool({ dialect: -1 })).to.throw("dialect -1");
  });
});
