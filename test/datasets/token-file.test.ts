import { appendFileSync, mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  createSchool,
  openTokenFile,
  randomWindows,
  sampleTokens,
  streamTokens,
  windowsInOrder,
  writeTokenFile,
} from "../../lib/datasets/index.ts";

describe("a file of tokens", () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlab-tokens-"));
  const path = join(folder, "school.tokens");
  const school = createSchool();
  const tokens = sampleTokens(school, { count: 50_000, seed: 3 });

  function* firstOf<T>(items: Iterable<T>, count: number): Generator<T, void, undefined> {
    let left = count;
    for (const item of items) {
      if (left-- === 0) {
        return;
      }
      yield item;
    }
  }

  before(() => expect(writeTokenFile(path, firstOf(streamTokens(school, 3), 50_000))).to.equal(50_000));
  after(() => rmSync(folder, { recursive: true }));

  it("gives the same batches as the array in memory", () => {
    const file = openTokenFile(path);
    try {
      expect(file.length).to.equal(50_000);
      const size = { batchSize: 4, length: 33, seed: 2 };
      for (const step of [0, 1, 500]) {
        expect(randomWindows(file, size)(step)).to.deep.equal(randomWindows(tokens, size)(step));
      }
      expect([...windowsInOrder(file, size)].slice(-2)).to.deep.equal([...windowsInOrder(tokens, size)].slice(-2));
    } finally {
      file.close();
    }
  });

  it("may be larger than memory: only the windows that are read take any", () => {
    // A file with a hole: 8 GB long, of which the disk holds a few blocks.
    const large = join(folder, "large.tokens");
    const marked = 2e9 + 12345;
    writeTokenFile(large, [7]);
    truncateSync(large, marked * 4);
    appendFileSync(large, Buffer.from(Int32Array.of(11, 12, 13).buffer));
    const file = openTokenFile(large);
    try {
      expect(file.length).to.equal(marked + 3);
      expect(statSync(large).size).to.equal(8e9 + 49_392);
      const window = new Int32Array(5);
      file.read(marked - 2, window);
      expect([...window]).to.deep.equal([0, 0, 11, 12, 13]);

      const batch = randomWindows(file, { batchSize: 32, length: 256, seed: 1 });
      batch(0);
      const before = process.memoryUsage().rss;
      let shown = 0;
      for (let step = 0; step < 300; step++) {
        shown += batch(step).inputs.length;
      }
      expect(shown).to.equal(300 * 32 * 256);
      // 20 MB of batches were made and dropped; the file is 400 times that. What the collector leaves is far below.
      expect(process.memoryUsage().rss - before).to.be.below(200e6);
    } finally {
      file.close();
    }
  }).timeout(20_000);

  it("says what is wrong with a file or a position", () => {
    const broken = join(folder, "broken.tokens");
    writeTokenFile(broken, [1, 2]);
    appendFileSync(broken, "x");
    expect(() => openTokenFile(broken)).to.throw("its 9 bytes are no whole number of 4-byte tokens");
    expect(() => openTokenFile(join(folder, "none"))).to.throw("ENOENT");
    const file = openTokenFile(path);
    expect(() => file.read(49_998, new Int32Array(3))).to.throw("3 tokens from position 49998 on");
    expect(() => file.read(-1, new Int32Array(1))).to.throw("from position -1");
    file.close();
  });

  it("notices that a file became shorter while it was open", () => {
    const shrinking = join(folder, "shrinking.tokens");
    writeTokenFile(shrinking, [1, 2, 3]);
    const file = openTokenFile(shrinking);
    truncateSync(shrinking, 4);
    expect(() => file.read(1, new Int32Array(2))).to.throw("it has become shorter since it was opened");
    file.close();
  });
});
