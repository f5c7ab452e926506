import { expect } from "chai";
import { type Batch, randomWindows, windowsInOrder } from "../../lib/datasets/index.ts";

/** A text in which each token is its own position, so that a window tells where it was cut. */
const text = Int32Array.from({ length: 1000 }, (_, position) => position);

const rowsOf = ({ inputs, shape: [rows, length] }: Batch) =>
  Array.from({ length: rows }, (_, row) => [...inputs.subarray(row * length, (row + 1) * length)]);

describe("random windows", () => {
  const batch = randomWindows(text, { batchSize: 8, length: 16, seed: 5 });

  it("show tokens that stand together, and the next token of each as its label", () => {
    const { inputs, labels, shape } = batch(0);
    expect(shape).to.deep.equal([8, 16]);
    expect([inputs.length, labels.length]).to.deep.equal([128, 128]);
    expect([...labels]).to.deep.equal([...inputs].map((token) => token + 1));
    for (const row of rowsOf(batch(0))) {
      expect(row).to.deep.equal(row.map((_, at) => (row[0] ?? 0) + at));
    }
  });

  it("depend on the seed and the step alone, not on what was asked before", () => {
    const again = randomWindows(text, { batchSize: 8, length: 16, seed: 5 });
    const later = again(700);
    expect(later).to.deep.equal(batch(700));
    expect(again(3)).to.deep.equal(batch(3));
    expect(batch(4)).not.to.deep.equal(batch(3));
    expect(randomWindows(text, { batchSize: 8, length: 16, seed: 6 })(3)).not.to.deep.equal(batch(3));
  });

  it("begin at each place as often, the last possible one included", () => {
    // 20 places, 4000 draws: 200 each, with a deviation of 13.8; 6 of them are a false alarm once in 10 million seeds.
    const draw = randomWindows(text.subarray(0, 24), { batchSize: 40, length: 4, seed: 1 });
    const counts = new Array<number>(20).fill(0);
    for (let step = 0; step < 100; step++) {
      for (const [first = -1] of rowsOf(draw(step))) {
        counts[first] = (counts[first] ?? 0) + 1;
      }
    }
    expect(counts).to.have.length(20);
    for (const count of counts) {
      expect(count).to.be.closeTo(200, 83);
    }
  });

  it("take the one window of a text that holds no more", () => {
    const only = randomWindows(text.subarray(0, 5), { batchSize: 2, length: 4, seed: 1 })(0);
    expect(rowsOf(only)).to.deep.equal([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
  });

  it("refuse what they cannot cut", () => {
    expect(() => randomWindows(text.subarray(0, 4), { batchSize: 2, length: 4, seed: 1 })).to.throw(
      "a window of 4 tokens and the one after it out of 4",
    );
    expect(() => randomWindows(text, { batchSize: 0, length: 4, seed: 1 })).to.throw("batchSize 0");
    expect(() => randomWindows(text, { batchSize: 1, length: 1.5, seed: 1 })).to.throw("length 1.5");
    expect(() => batch(-1)).to.throw("the batch of step -1");
  });
});

describe("windows in order", () => {
  it("give every token but the first as a label once, up to the ragged end", () => {
    const labels = [...windowsInOrder(text, { batchSize: 5, length: 16 })].flatMap((batch) => [...batch.labels]);
    expect(labels).to.deep.equal(Array.from({ length: 992 }, (_, at) => at + 1));
  });

  it("are three batches of four where the text holds twelve", () => {
    expect([...windowsInOrder(text.subarray(0, 100), { batchSize: 4, length: 8 })]).to.have.length(3);
  });

  it("have a smaller last batch rather than a repeated row", () => {
    const batches = [...windowsInOrder(text, { batchSize: 5, length: 16 })];
    expect(batches.map(({ shape }) => shape[0])).to.deep.equal([...new Array<number>(12).fill(5), 2]);
  });

  it("come in another order for another seed, each once all the same", () => {
    const firsts = (seed: number) =>
      [...windowsInOrder(text, { batchSize: 5, length: 16, seed })].flatMap(rowsOf).map(([first = -1]) => first);
    expect(firsts(1)).to.deep.equal(firsts(1));
    expect(firsts(1)).not.to.deep.equal(firsts(2));
    expect(firsts(1).sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 62 }, (_, window) => window * 16));
  });

  it("refuse a text without a single window", () => {
    expect(() => [...windowsInOrder(text.subarray(0, 16), { batchSize: 1, length: 16 })]).to.throw("out of 16");
  });
});
