import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import {
  loadSentencePiece,
  readRanks,
  readTexts,
  saveSentencePiece,
  type Tokenizer,
  tokenizerFromRanks,
  trainByteLevelBpe,
  trainSentencePiece,
} from "../../../../lib/tokenizers/index.ts";

/** What a side of the benchmark can do; each in a process of its own. */
interface Side {
  train?(path: string, size: number): Promise<readonly string[]>;
  load?(ranks: string, tokenizer: string): Promise<void>;
  encode?(text: string): ArrayLike<number>;
  trainUnigram?(path: string, size: number, model: string): Promise<void>;
  loadUnigram?(model: string): Promise<void>;
}

/** Texts above this size are read as a stream. */
const mostAtOnce = 2 ** 24;

function ours(): Side {
  let tokenizer: Tokenizer | undefined;
  return {
    train: async (path, vocabularySize) => {
      const texts = statSync(path).size > mostAtOnce ? readTexts(path) : readFileSync(path, "utf8");
      const trained = await trainByteLevelBpe(texts, { vocabularySize, specialTokens: [] });
      const { merges } = trained.parts.model.toJson();
      return Array.isArray(merges) ? merges.map((merge) => (Array.isArray(merge) ? merge.join(" ") : "")) : [];
    },
    load: async (ranks) => {
      tokenizer = tokenizerFromRanks(readRanks(readFileSync(ranks, "utf8")), { pattern: "gpt2" });
    },
    encode: (text) => tokenizer?.encodeIds(text) ?? [],
    trainUnigram: async (path, vocabularySize, model) => {
      await saveSentencePiece(model, await trainSentencePiece(readFileSync(path, "utf8"), { vocabularySize }));
    },
    loadUnigram: async (model) => {
      tokenizer = await loadSentencePiece(model);
    },
  };
}

/** Peers from npm, in a folder of their own: what we use of them is named here. */
function peer(folder: string): Readonly<Record<string, () => Side>> {
  const urlOf = (name: string) => pathToFileURL(createRequire(`${folder}/package.json`).resolve(name)).href;

  function gptTokenizer(): Side {
    let encode: (text: string) => number[] = () => [];
    return {
      load: async () => {
        const module: { encode(text: string): number[] } = await import(urlOf("gpt-tokenizer/encoding/r50k_base"));
        encode = module.encode;
      },
      encode: (text) => encode(text),
    };
  }

  function huggingFace(): Side {
    let encode: (text: string) => number[] = () => [];
    return {
      load: async (_, path) => {
        const module: {
          Tokenizer: new (
            json: unknown,
            config: unknown,
          ) => { encode(text: string, options: object): { ids: number[] } };
        } = await import(urlOf("@huggingface/tokenizers"));
        const tokenizer = new module.Tokenizer(JSON.parse(readFileSync(path, "utf8")), {});
        encode = (text) => tokenizer.encode(text, { add_special_tokens: false }).ids;
      },
      encode: (text) => encode(text),
    };
  }

  return { "gpt-tokenizer": gptTokenizer, "@huggingface/tokenizers": huggingFace };
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);
const seconds = (start: number) => (performance.now() - start) / 1000;

async function answer(side: Side, request: Record<string, string | number>): Promise<object> {
  const { do: what, path = "", ranks = "", tokenizer = "", size = 0, model = "" } = request;
  if (what === "load") {
    await side.load?.(String(ranks), String(tokenizer));
    return {};
  }
  if (what === "train" && side.train !== undefined) {
    const start = performance.now();
    const merges = await side.train(String(path), Number(size));
    const took = seconds(start);
    const peak = process.resourceUsage().maxRSS * 1024;
    return { seconds: took, merges: merges.length, digest: digest(merges.join("\n")), peak };
  }
  if (what === "train-unigram") {
    const start = performance.now();
    await side.trainUnigram?.(String(path), Number(size), String(model));
    return { seconds: seconds(start), digest: "" };
  }
  if (what === "load-unigram") {
    await side.loadUnigram?.(String(model));
    return {};
  }
  const text = readFileSync(String(path), "utf8");
  const encode = side.encode ?? (() => []);
  const lines = text.split("\n");
  const start = performance.now();
  const ids = what === "encode-lines" ? lines.flatMap((line) => Array.from(encode(line))) : encode(text);
  return { seconds: seconds(start), tokens: ids.length, digest: digest(Array.from(ids).join(",")) };
}

const [name = "ours", folder = "."] = process.argv.slice(2);
const make = name === "ours" ? ours : peer(folder)[name];
if (make === undefined) throw new Error(`Cannot measure ${name}: it is no side`);
const side = make();
for await (const line of createInterface({ input: process.stdin })) {
  const reply = await answer(side, JSON.parse(line)).catch((error: unknown) => ({ error: String(error) }));
  console.log(JSON.stringify(reply));
}
