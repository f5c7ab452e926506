import { expect } from "chai";
import type { Random } from "../../lib/random/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { readGolden } from "../support/golden.ts";

const times = <T>(count: number, draw: () => T) => Array.from({ length: count }, draw);
const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const moment = (numbers: number[], power: number) => mean(numbers.map((number) => number ** power));

/** The correlation of pairs that are independent is about 1 / sqrt(count): 5 of those are off once in 1.7 million. */
function correlation(first: number[], second: number[]): number {
  const [a, b] = [mean(first), mean(second)];
  const together = mean(first.map((value, at) => (value - a) * ((second[at] ?? Number.NaN) - b)));
  return together / Math.sqrt((moment(first, 2) - a * a) * (moment(second, 2) - b * b));
}

const count = 100_000;
const fiveDeviations = 5 / Math.sqrt(count);

describe("a random generator", () => {
  it("draws what its docstring shows", () => {
    expect(createRandom(42).stream("batches").integer(6)).to.equal(0);
  });

  it("draws the numbers of Philox4x32-10 as randomgen computes them", () => {
    const [small, large] = readGolden<{ uniforms: number[] }>("philox");
    const ofSeed = (seed: number) => {
      const random = createRandom(seed);
      return times(8, () => random.uniform());
    };
    expect(ofSeed(42)).to.deep.equal(small?.uniforms);
    expect(ofSeed(3 * 2 ** 32 + 7)).to.deep.equal(large?.uniforms);
  });

  it("repeats itself with the same seed, and only then", () => {
    const draws = (seed: number) => {
      const random = createRandom(seed);
      return times(4, () => random.uniform());
    };
    expect(draws(1)).to.deep.equal(draws(1));
    expect(draws(1)).to.not.deep.equal(draws(2));
  });

  for (const seed of [-1, 0.5, Number.NaN, 2 ** 53]) {
    it(`refuses the seed ${seed}`, () => {
      expect(() => createRandom(seed)).to.throw(RangeError, `Cannot seed a generator with ${seed}`);
    });
  }
});

describe("uniform numbers", () => {
  const random = createRandom(7);
  const numbers = times(count, () => random.uniform());

  it("lie in [0, 1)", () => {
    expect(numbers.every((number) => number >= 0 && number < 1)).to.equal(true);
  });

  it("have the mean and the variance of the uniform distribution", () => {
    expect(mean(numbers)).to.be.closeTo(1 / 2, fiveDeviations * Math.sqrt(1 / 12));
    // The square of a uniform number deviates by sqrt(4 / 45).
    expect(moment(numbers, 2)).to.be.closeTo(1 / 3, fiveDeviations * Math.sqrt(4 / 45));
  });

  it("do not follow from the one before", () => {
    expect(Math.abs(correlation(numbers.slice(1), numbers.slice(0, -1)))).to.be.below(fiveDeviations);
  });
});

describe("normal numbers", () => {
  const random = createRandom(8);
  const numbers = times(count, () => random.normal());

  it("have the first four moments of the normal distribution", () => {
    // A power p deviates by sqrt(E[x^2p] - E[x^p]^2): 1, sqrt(2), sqrt(15), sqrt(96).
    expect(mean(numbers)).to.be.closeTo(0, fiveDeviations);
    expect(moment(numbers, 2)).to.be.closeTo(1, fiveDeviations * Math.sqrt(2));
    expect(moment(numbers, 3)).to.be.closeTo(0, fiveDeviations * Math.sqrt(15));
    expect(moment(numbers, 4)).to.be.closeTo(3, fiveDeviations * Math.sqrt(96));
  });

  it("lie within 1.96 deviations 95% of the time", () => {
    const inside = mean(numbers.map((number) => (Math.abs(number) < 1.959964 ? 1 : 0)));
    expect(inside).to.be.closeTo(0.95, fiveDeviations * Math.sqrt(0.95 * 0.05));
  });
});

describe("integers", () => {
  it("come out equally often", () => {
    const random = createRandom(9);
    const seen = new Array<number>(6).fill(0);
    for (let draw = 0; draw < count; draw++) {
      const die = random.integer(6);
      seen[die] = (seen[die] ?? Number.NaN) + 1;
    }
    for (const often of seen) {
      expect(often / count).to.be.closeTo(1 / 6, fiveDeviations * Math.sqrt(5 / 36));
    }
  });

  it("stay even where 2^32 is no multiple of the bound", () => {
    // Taking remainders without drawing again would put 2 of 3 draws into the lower half.
    const random = createRandom(10);
    const bound = 3 * 2 ** 30;
    const low = mean(times(count, () => (random.integer(bound) < bound / 2 ? 1 : 0)));
    expect(low).to.be.closeTo(1 / 2, fiveDeviations / 2);
  });

  it("go up to 2^32", () => {
    const random = createRandom(11);
    expect(Math.max(...times(1000, () => random.integer(2 ** 32)))).to.be.above(2 ** 31);
    expect(random.integer(1)).to.equal(0);
  });

  for (const below of [0, -3, 1.5, Number.NaN, 2 ** 32 + 1]) {
    it(`refuse the bound ${below}`, () => {
      expect(() => createRandom(1).integer(below)).to.throw(RangeError, `Cannot draw an integer below ${below}`);
    });
  }
});

describe("choosing and shuffling", () => {
  it("chooses every item", () => {
    const random = createRandom(12);
    expect(new Set(times(100, () => random.choice(["a", "b", "c"])))).to.deep.equal(new Set(["a", "b", "c"]));
  });

  it("refuses to choose from nothing", () => {
    expect(() => createRandom(1).choice([])).to.throw("Cannot choose from an empty list");
  });

  it("keeps the items and leaves the list alone", () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    const shuffled = createRandom(13).shuffle(items);
    expect(items).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(shuffled).to.not.deep.equal(items);
    expect([...shuffled].sort()).to.deep.equal(items);
  });

  it("makes every order equally likely", () => {
    const random = createRandom(14);
    const orders = new Map<string, number>();
    for (let draw = 0; draw < count; draw++) {
      const order = random.shuffle([1, 2, 3]).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).to.equal(6);
    for (const often of orders.values()) {
      expect(often / count).to.be.closeTo(1 / 6, fiveDeviations * Math.sqrt(5 / 36));
    }
  });
});

describe("streams", () => {
  const draws = (random: Random) => times(5, () => random.uniform());

  it("are not shifted by what is drawn elsewhere", () => {
    const random = createRandom(15);
    const before = draws(random.stream("weights"));
    draws(random);
    draws(random.stream("batches"));
    expect(draws(random.stream("weights"))).to.deep.equal(before);
  });

  it("do not shift the generator they come from", () => {
    const [plain, opened] = [createRandom(15), createRandom(15)];
    draws(opened.stream("weights"));
    expect(draws(opened)).to.deep.equal(draws(plain));
  });

  it("differ by name, by seed, and by the stream they come from", () => {
    const random = createRandom(16);
    const streams = [
      random,
      random.stream(""),
      random.stream("a"),
      random.stream("b"),
      random.stream("ab"),
      random.stream("a").stream("b"),
      random.stream("b").stream("a"),
      createRandom(17).stream("a"),
    ];
    expect(new Set(streams.map((stream) => stream.uniform())).size).to.equal(streams.length);
  });

  it("are independent of one another", () => {
    const random = createRandom(18);
    const [first, second] = [random.stream("layer 1"), random.stream("layer 2")];
    const pairs = [random, first, second].map((stream) => times(count, () => stream.normal()));
    for (const [a, b] of [
      [pairs[0], pairs[1]],
      [pairs[0], pairs[2]],
      [pairs[1], pairs[2]],
    ]) {
      expect(Math.abs(correlation(a ?? [], b ?? []))).to.be.below(fiveDeviations);
    }
  });
});
