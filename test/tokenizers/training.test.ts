import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createRandom, type Random } from "../../lib/random/index.ts";
import {
  countWords,
  type MergeTrainingOptions,
  readTexts,
  type TrainingProgress,
  trainBpe,
  trainByteLevelBpe,
  trainMerges,
  watchTraining,
  whitespace,
  whitespaceSplit,
} from "../../lib/tokenizers/index.ts";
import { errorOf } from "../support/printed.ts";
import { corpus } from "./golden-cases.ts";

/** Words over a few letters: the fewer there are, the more ties and overlaps. */
function randomCounts(random: Random): Map<string, number> {
  const letters = 1 + random.integer(5);
  const counts = new Map<string, number>();
  for (let words = random.integer(25); words >= 0; words--) {
    const word = Array.from({ length: random.integer(20) }, () => "abcd😀"[random.integer(letters)] ?? "").join("");
    counts.set(word, 1 + random.integer(4));
  }
  return counts;
}

function watchToTheEnd(counts: Map<string, number>, options: MergeTrainingOptions) {
  const steps = watchTraining(counts, options);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

describe("the quick trainer", () => {
  it("finds the merges of the plain one, ties included, on random words", async () => {
    const random = createRandom(20_260);
    for (let round = 0; round < 300; round++) {
      const counts = randomCounts(random);
      const options = {
        vocabularySize: random.integer(80),
        minimumFrequency: random.integer(4),
        ...random.choice([{}, { continuingPrefix: "##" }, { wordSuffix: "</w>" }, { alphabetLimit: 2 }]),
        specialTokens: random.choice([[], ["a", "<s>"]]),
      };
      const name = JSON.stringify([[...counts], options]);
      expect(await trainMerges(counts, options), name).to.deep.equal(watchToTheEnd(counts, options));
    }
  });

  it("finds the merges of the plain one in sentences", async () => {
    const counts = await countWords(corpus, { preTokenizer: whitespaceSplit() });
    const options = { vocabularySize: 300 };
    expect(await trainMerges(counts, options)).to.deep.equal(watchToTheEnd(counts, options));
  });

  it("gives what its docstring shows", async () => {
    const { merges } = await trainMerges(
      new Map([
        ["the", 2],
        ["teacher", 1],
      ]),
      { vocabularySize: 8 },
    );
    expect(merges).to.deep.equal([
      ["h", "e"],
      ["t", "he"],
    ]);
  });

  it("trains on nothing", async () => {
    expect(await trainMerges(new Map(), { vocabularySize: 10 })).to.deep.equal({ vocabulary: [], merges: [] });
    expect(await trainMerges(new Map([["", 3]]), { vocabularySize: 10 })).to.deep.equal({ vocabulary: [], merges: [] });
    const tokenizer = await trainByteLevelBpe("", { vocabularySize: 1000 });
    expect(tokenizer.vocabularySize).to.equal(257);
  });

  it("refuses a vocabulary size that is none", async () => {
    for (const vocabularySize of [-1, 2.5, Number.NaN]) {
      const { message } = await errorOf(() => trainMerges(new Map(), { vocabularySize }));
      expect(message).to.equal(
        `Cannot train with a vocabulary of ${vocabularySize} tokens: it must be a whole number from 0 up`,
      );
    }
  });
});

describe("watching a training", () => {
  it("shows the pairs, the merge and the words of every step", () => {
    const steps = watchTraining(
      new Map([
        ["the", 2],
        ["teacher", 1],
      ]),
      { vocabularySize: 8 },
    );
    const { value } = steps.next();
    expect(value).to.deep.equal({
      pair: ["h", "e"],
      token: "he",
      count: 3,
      pairs: [
        { pair: ["h", "e"], count: 3 },
        { pair: ["t", "h"], count: 2 },
        { pair: ["a", "c"], count: 1 },
        { pair: ["c", "h"], count: 1 },
        { pair: ["e", "a"], count: 1 },
        { pair: ["e", "r"], count: 1 },
        { pair: ["t", "e"], count: 1 },
      ],
      words: [
        { symbols: ["t", "he"], count: 2 },
        { symbols: ["t", "e", "a", "c", "he", "r"], count: 1 },
      ],
      vocabularySize: 7,
    });
  });

  it("merges the overlapping pairs of a run from left to right", () => {
    const steps = watchTraining(new Map([["aaaaa", 1]]), { vocabularySize: 10 });
    const symbols = Array.from(steps, ({ words }) => words[0]?.symbols);
    expect(symbols).to.deep.equal([["aa", "aa", "a"], ["aa", "aaa"], ["aaaaa"]]);
  });
});

describe("training", () => {
  it("tells how far it is, and ends at the end", async () => {
    const heard: TrainingProgress[] = [];
    await trainByteLevelBpe(corpus, { vocabularySize: 400, onProgress: (progress) => heard.push(progress) });
    expect(heard.at(-1)).to.deep.equal({ stage: "merge", done: 400, total: 400 });
    expect(heard.some(({ stage }) => stage === "count")).to.equal(true);
  });

  it("does not begin when the signal has come before", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    expect((await errorOf(() => trainByteLevelBpe(corpus, { vocabularySize: 400, signal }))).message).to.equal(
      "enough",
    );
  });

  it("stops in the middle, while it counts and while it merges", async () => {
    async function* forever() {
      while (true) yield "The teacher taught the student with the book. ".repeat(100);
    }
    for (const [texts, vocabularySize] of [[forever(), 1000] as const, [longWords(), 50_000] as const]) {
      const control = new AbortController();
      setTimeout(() => control.abort(new Error("stopped")), 100);
      const start = performance.now();
      const { message } = await errorOf(() => trainByteLevelBpe(texts, { vocabularySize, signal: control.signal }));
      expect(message).to.equal("stopped");
      expect(performance.now() - start).to.be.lessThan(5000);
    }
  });

  it("finds the same in one text, in pieces of it by lines, and in a stream", async () => {
    const lines = corpus.map((line) => `${line}\n`);
    async function* stream() {
      yield* lines;
    }
    const json = async (texts: Parameters<typeof trainByteLevelBpe>[0]) =>
      (await trainByteLevelBpe(texts, { vocabularySize: 380 })).parts.model.toJson();
    expect(await json(stream())).to.deep.equal(await json(lines));
  });

  it("finds the same in a file that is read in pieces", async () => {
    const folder = mkdtempSync(join(tmpdir(), "llmlab-texts-"));
    try {
      const path = join(folder, "corpus.txt");
      const random = createRandom(13);
      const pieces = [...corpus, "\n\n", " \n", "  ", "!\n\n", "word", " an"];
      const text = Array.from({ length: 50_000 }, () => random.choice(pieces)).join("");
      writeFileSync(path, text);
      for (const pattern of ["gpt2", "cl100k"] as const) {
        const train = async (texts: Parameters<typeof trainByteLevelBpe>[0]) =>
          (await trainByteLevelBpe(texts, { vocabularySize: 400, pattern })).parts.model.toJson();
        expect(await train(readTexts(path))).to.deep.equal(await train(text));
      }
      let read = "";
      let texts = 0;
      for await (const each of readTexts(path)) {
        read += each;
        texts++;
      }
      expect(read).to.equal(text);
      expect(texts).to.be.greaterThan(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }).timeout(30_000);

  it("counts the words of a text larger than its pieces", async () => {
    const sentence = "The teacher's 3 books.\n  Two  students\n";
    const counts = await countWords(sentence.repeat(60_000), { preTokenizer: whitespace() });
    expect(Object.fromEntries(counts)).to.deep.equal({
      The: 60_000,
      teacher: 60_000,
      "'": 60_000,
      s: 60_000,
      "3": 60_000,
      books: 60_000,
      ".": 60_000,
      Two: 60_000,
      students: 60_000,
    });
  }).timeout(20_000);

  it("gives a BPE model its unknown token", async () => {
    const bpe = await trainBpe("the teacher taught the student", {
      preTokenizer: whitespace(),
      vocabularySize: 20,
      unknownToken: "<unk>",
    });
    expect(bpe.options.merges[0]).to.deep.equal(["h", "e"]);
    expect(Array.from(bpe.segment("x").ids)).to.deep.equal([0]);
  });
});

/** So many different words that merging takes seconds. */
function longWords(): string {
  const random = createRandom(7);
  return Array.from({ length: 60_000 }, () =>
    Array.from({ length: 12 }, () => String.fromCharCode(97 + random.integer(26))).join(""),
  ).join(" ");
}
