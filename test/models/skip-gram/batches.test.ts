import { expect } from "chai";
import { countIds, keepProbabilities, noiseProbabilities, skipGramBatches } from "../../../lib/models/index.ts";
import { createRandom } from "../../../lib/random/index.ts";
import { startBackend, tf } from "../../../lib/tensor/index.ts";
import { readGolden } from "../../support/golden.ts";
import { worstDifference } from "../../support/tensors.ts";

/** A case as scripts/golden/skip_gram.py writes it. */
interface FrequencyCase {
  name: string;
  counts: number[];
  power: number;
  threshold: number;
  noise: number[];
  keep: number[];
}

type Options = Parameters<typeof skipGramBatches>[1];

/** The ids of the first batch: the centres, and the row of each. */
function firstBatch(sequences: number[][], options: Options): { centres: number[]; contexts: number[][] } {
  const [centres, contexts] = skipGramBatches(sequences, options)(0, createRandom(1).stream("0"));
  return { centres: Array.from(centres.dataSync()), contexts: contexts.arraySync() };
}

const all = Number.POSITIVE_INFINITY;

describe("the frequencies of words", () => {
  it("do what their docstrings show", () => {
    expect([...countIds([[0, 2, 2], [2]], 3)]).to.deep.equal([1, 0, 3]);
    expect(noiseProbabilities([1, 16])[0]).to.be.closeTo(1 / 9, 1e-12);
    expect(keepProbabilities([99, 1], 0.01)[0]).to.be.closeTo(0.1, 0.001);
    expect(keepProbabilities([99, 1], 0.01)[1]).to.equal(1);
  });

  for (const golden of readGolden<FrequencyCase>("skip-gram").filter(({ name }) => name.startsWith("frequencies"))) {
    it(`follow the two laws: ${golden.name}`, () => {
      const { counts, power, threshold, noise, keep } = golden;
      expect(worstDifference(noiseProbabilities(counts, power), noise)).to.be.below(1e-11);
      expect(worstDifference(keepProbabilities(counts, threshold), keep)).to.be.below(1e-11);
    });
  }

  it("refuse what has no meaning", () => {
    expect(() => countIds([[3]], 3)).to.throw(RangeError, "Cannot count the id 3: ids run from 0 to 2");
    expect(() => noiseProbabilities([0, 0])).to.throw(RangeError, "at least one must occur");
    expect(() => noiseProbabilities([1, 2], all)).to.throw(RangeError, "power be finite");
    expect(() => keepProbabilities([1], 0)).to.throw(RangeError, "above 0");
  });
});

describe("batches of neighbours", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("do what the docstring shows", () => {
    const batch = skipGramBatches(
      [
        [0, 1, 2],
        [2, 1],
      ],
      { vocabularySize: 3, batchSize: 8, subsample: all },
    );
    const [centres, contexts] = batch(0, createRandom(1));
    expect([centres.shape, contexts.shape]).to.deep.equal([[8], [8, 6]]);
  });

  it("depend on the random numbers alone", () => {
    const batch = skipGramBatches([[0, 1, 2, 3]], { vocabularySize: 4, batchSize: 16 });
    const [first, again, other] = [1, 1, 2].map((seed) => [...batch(0, createRandom(seed))[1].dataSync()]);
    expect(first).to.deep.equal(again);
    expect(first).not.to.deep.equal(other);
  });

  it("pair words of one sequence within the window, near ones more often", () => {
    const sequences = [
      [0, 1, 2, 3, 4],
      [5, 6],
    ];
    const options = { vocabularySize: 7, batchSize: 8000, window: 3, negatives: 1, subsample: all };
    const { centres, contexts } = firstBatch(sequences, options);
    const distances = [0, 0, 0, 0, 0];
    centres.forEach((centre, at) => {
      const neighbour = contexts[at]?.[0] ?? Number.NaN;
      expect(centre < 5).to.equal(neighbour < 5);
      const distance = Math.abs(centre - neighbour);
      if (centre < 5) {
        distances[distance] = (distances[distance] ?? 0) + 1;
      }
    });
    const [same = 0, near = 0, middle = 0, far = 0, beyond = 0] = distances;
    expect([same, beyond]).to.deep.equal([0, 0]);
    // A reach of 1, 2 or 3 as likely: of 4, 3 and 2 places at these distances, 3/3, 2/3 and 1/3 count. The deviation of
    // each ratio is below 0.02.
    expect(middle / near).to.be.closeTo((3 * 2) / (4 * 3), 0.08);
    expect(far / near).to.be.closeTo((2 * 1) / (4 * 3), 0.08);
  });

  it("draw random words by their counts to the power, and never the neighbour itself", () => {
    const sequences = [[0, 1], [0, 1], [2, 3], ...Array.from({ length: 16 }, () => [4, 4])];
    const options = { vocabularySize: 6, batchSize: 4000, negatives: 4, subsample: all, noisePower: 0.5 };
    const { contexts } = firstBatch(sequences, options);
    const drawn = [0, 0, 0, 0, 0, 0];
    for (const [real, ...noise] of contexts) {
      for (const id of noise) {
        expect(id).not.to.equal(real);
        if (real === 3) {
          drawn[id] = (drawn[id] ?? 0) + 1;
        }
      }
    }
    // Beside 3, whose own share is left out: roots of 2, 2, 1, 32. About 800 draws, deviations below 0.02.
    const total = drawn.reduce((sum, count) => sum + count, 0);
    const weights = [2, 2, 1, 0, 32, 0].map(Math.sqrt);
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [id, count] of drawn.entries()) {
      expect(count / total).to.be.closeTo((weights[id] ?? 0) / whole, 0.08);
    }
    expect(drawn[5]).to.equal(0);
  });

  it("thin out frequent words before they look for neighbours", () => {
    // 0 stands between all others, and a window of 1 cannot look past one that is left.
    const sequences = [[1, 0, 0, 0, 0, 0, 0, 0, 2]];
    const threshold = 0.01 * (7 / 9);
    const options = { vocabularySize: 3, batchSize: 2000, window: 1, negatives: 1 };
    const share = (subsample: number) => {
      const { centres, contexts } = firstBatch(sequences, { ...options, subsample });
      return centres.filter((centre, at) => centre === 1 && contexts[at]?.[0] === 2).length / centres.length;
    };
    expect(share(all)).to.equal(0);
    // 0 is kept with probability 0.1, 1 and 2 with 0.26: in 0.26 ^ 2 * 0.9 ^ 7 = 0.03 of the rounds they meet.
    expect(share(threshold)).to.be.within(0.01, 0.1);
  });

  it("refuse what gives no pairs", () => {
    const options = { vocabularySize: 4, batchSize: 2 };
    expect(() => skipGramBatches([[0], [1]], options)).to.throw(RangeError, "a sequence of two ids or more");
    expect(() => skipGramBatches([[1, 1]], options)).to.throw(RangeError, "two different ids");
    expect(() => skipGramBatches([[0, 4]], options)).to.throw(RangeError, "ids run from 0 to 3");
    expect(() => skipGramBatches([[0, 1]], { ...options, window: 0 })).to.throw(RangeError, "window 0");
    expect(() => skipGramBatches([[0, 1]], { ...options, negatives: 1.5 })).to.throw(RangeError, "negatives 1.5");
    const thin = skipGramBatches([[0, 1]], { ...options, subsample: 1e-12 });
    expect(() => thin(0, createRandom(1))).to.throw(RangeError, "raise subsample");
  });
});
