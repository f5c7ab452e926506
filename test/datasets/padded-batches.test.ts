import { expect } from "chai";
import { paddedBatches } from "../../lib/datasets/index.ts";
import { createRandom } from "../../lib/random/index.ts";

const random = createRandom(8);
/** A hundred sequences of 2 to 40 tokens. The first token of each is its number, so none can be mistaken. */
const sequences = Array.from({ length: 100 }, (_, number) =>
  Int32Array.from({ length: 2 + random.integer(39) }, (_, at) => (at === 0 ? number : 500 + random.integer(100))),
);
const options = { batchSize: 8, paddingId: 999 };

describe("padded batches", () => {
  it("show each sequence once, with the next token as the label, and fill up the rest", () => {
    const seen = new Set<number>();
    for (const { inputs, labels, lengths, shape } of paddedBatches(sequences, { ...options, seed: 1 })) {
      const [rows, length] = shape;
      expect([inputs.length, labels.length, lengths.length]).to.deep.equal([rows * length, rows * length, rows]);
      for (let row = 0; row < rows; row++) {
        const real = lengths[row] ?? 0;
        const shown = [...inputs.subarray(row * length, (row + 1) * length)];
        const wanted = [...labels.subarray(row * length, (row + 1) * length)];
        const sequence = [...(sequences[shown[0] ?? -1] ?? [])];
        seen.add(shown[0] ?? -1);
        expect(shown.slice(0, real)).to.deep.equal(sequence.slice(0, -1));
        expect(wanted.slice(0, real)).to.deep.equal(sequence.slice(1));
        expect(shown.slice(real).every((token) => token === 999)).to.equal(true);
        expect(wanted.slice(real).every((label) => label === -1)).to.equal(true);
      }
    }
    expect(seen.size).to.equal(100);
  });

  it("stand as the documentation shows them", () => {
    const ofTwo = [
      [5, 6, 7],
      [5, 6],
    ].map((ids) => Int32Array.from(ids));
    const [batch] = paddedBatches(ofTwo, { batchSize: 2, paddingId: 0 });
    expect([...(batch?.labels ?? [])]).to.deep.equal([6, -1, 6, 7]);
  });

  it("put like lengths together, so that far less is filled up than in the order given", () => {
    const filling = (batches: Iterable<{ lengths: Int32Array; inputs: Int32Array }>) =>
      [...batches].reduce((sum, { lengths, inputs }) => sum + inputs.length - lengths.reduce((a, b) => a + b, 0), 0);
    const ofOne = (at: number) => sequences.slice(at, at + 8);
    const asGiven = Array.from({ length: 13 }, (_, batch) => ofOne(batch * 8)).flatMap((rows) => [
      ...paddedBatches(rows, options),
    ]);
    expect(filling(paddedBatches(sequences, options))).to.be.below(filling(asGiven) / 3);
  });

  it("come in the order of the seed", () => {
    const shapes = (seed?: number) =>
      [...paddedBatches(sequences, seed === undefined ? options : { ...options, seed })].map(({ shape }) => shape[1]);
    expect(shapes(1)).to.deep.equal(shapes(1));
    expect(shapes(1)).not.to.deep.equal(shapes(2));
    expect(shapes()).to.deep.equal(shapes().sort((first, second) => first - second));
  });

  it("cut what is longer than the longest row, and take another label to ignore", () => {
    const [batch] = paddedBatches([Int32Array.of(1, 2, 3, 4), Int32Array.of(5, 6)], {
      ...options,
      longest: 2,
      ignoreLabel: -100,
    });
    expect([...(batch?.inputs ?? [])]).to.deep.equal([5, 999, 1, 2]);
    expect([...(batch?.labels ?? [])]).to.deep.equal([6, -100, 2, 3]);
  });

  it("refuse a sequence in which there is nothing to predict", () => {
    const short = [Int32Array.of(1, 2), Int32Array.of(1)];
    expect(() => [...paddedBatches(short, options)]).to.throw("within sequence 1 of 1 tokens: it needs two or more");
    expect(() => [...paddedBatches([], { ...options, batchSize: 0 })]).to.throw("batchSize 0");
    expect([...paddedBatches([], options)]).to.deep.equal([]);
  });
});
