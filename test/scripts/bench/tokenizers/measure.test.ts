import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { byteCharacters } from "../../../../lib/tokenizers/index.ts";
import { prepareCorpora } from "../../../../scripts/bench/tokenizers/corpora.ts";
import { measureSides } from "../../../../scripts/bench/tokenizers/measure.ts";
import { chooseParts, runTokenizersBench } from "../../../../scripts/bench/tokenizers/run-tokenizers-bench.ts";
import { errorOf, printedBy } from "../../../support/printed.ts";

describe("the benchmark of the tokenizers", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlab-tokenizers-bench-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const alone = { npmFolder: undefined, python: undefined };

  it("measures ours alone where the peers are not there", async () => {
    const path = join(folder, "text.txt");
    writeFileSync(path, "The teacher taught the student. ".repeat(100));
    const { timings, different } = await measureSides(["ours", "tokenizers", "gpt-tokenizer"], alone, {
      request: { do: "train", path, size: 270 },
      rounds: 3,
    });
    expect(Object.keys(timings)).to.deep.equal(["ours"]);
    expect(timings.ours?.warm.length).to.equal(2);
    expect(timings.ours?.cold).to.be.greaterThan(0);
    expect(timings.ours?.peak).to.be.greaterThan(1e7);
    expect(different).to.deep.equal([]);
  }).timeout(30_000);

  it("encodes with a vocabulary of ranks", async () => {
    const [path, ranks] = [join(folder, "text.txt"), join(folder, "ranks.tiktoken")];
    writeFileSync(path, "The teacher taught the student. ");
    const lines = byteCharacters.map((_, byte) => `${Buffer.from([byte]).toString("base64")} ${byte}`);
    writeFileSync(ranks, `${lines.join("\n")}\n`);
    const { timings } = await measureSides(["ours"], alone, {
      prepare: { do: "load", ranks, tokenizer: "" },
      request: { do: "encode", path },
      rounds: 1,
    });
    expect(timings.ours?.cold).to.be.greaterThan(0);
  }).timeout(30_000);

  it("trains a Unigram model and encodes line by line with it", async () => {
    const [path, model] = [join(folder, "text.txt"), join(folder, "unigram.model")];
    writeFileSync(path, "The teacher taught the student.\n".repeat(100));
    const training = await measureSides(["ours"], alone, {
      request: { do: "train-unigram", path, size: 40, model },
      rounds: 1,
    });
    expect(training.timings.ours?.cold).to.be.greaterThan(0);
    expect(statSync(model).size).to.be.greaterThan(100);
    const encoding = await measureSides(["ours"], alone, {
      prepare: { do: "load-unigram", model },
      request: { do: "encode-lines", path },
      rounds: 2,
    });
    expect(encoding.timings.ours?.warm.length).to.equal(1);
  }).timeout(30_000);

  it("says what a side could not do", async () => {
    const { message } = await errorOf(() =>
      measureSides(["ours"], alone, { request: { do: "train", path: join(folder, "none"), size: 270 }, rounds: 1 }),
    );
    expect(message).to.match(/^Cannot measure ours: .*ENOENT/);
  }).timeout(30_000);

  it("prepares the same text in every size", () => {
    const corpora = prepareCorpora(folder, folder);
    expect(corpora.name).to.equal("stories");
    expect(statSync(corpora.megabyte).size).to.be.within(1.1e6, 1.2e6);
    expect(statSync(corpora.run).size).to.equal(65_536);
    const stories = corpora.stories(4);
    expect(statSync(stories).size).to.be.within(4e6, 4.1e6);
    expect(corpora.stories(4)).to.equal(stories);
  }).timeout(30_000);

  it("measures what is chosen, and nothing else", async () => {
    expect(chooseParts("train,encode")).to.deep.equal(["train", "encode"]);
    expect(chooseParts(undefined)).to.deep.equal(["train", "train-small", "train-large", "encode", "unigram"]);
    expect((await errorOf(() => chooseParts("train,magic"))).message).to.equal(
      'Cannot measure "magic": it is none of train, train-small, train-large, encode, unigram',
    );
  });

  it("tells its options", async () => {
    const printed = await printedBy(async () => {
      expect(await runTokenizersBench(["--help"])).to.equal(0);
    });
    expect(printed.join()).to.contain("npm run bench -- tokenizers [--quick]");
  });
});
