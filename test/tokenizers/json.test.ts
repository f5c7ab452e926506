import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  createTokenizer,
  createWordLevel,
  loadTokenizer,
  saveTokenizer,
  type Tokenizer,
  tokenizerFromJson,
  tokenizerToJson,
  trainBertTokenizer,
  trainByteLevelBpe,
  trainCharacterTokenizer,
  trainWordTokenizer,
} from "../../lib/tokenizers/index.ts";
import { compilePattern } from "../../lib/tokenizers/pipeline/pattern.ts";
import { errorOf } from "../support/printed.ts";
import { corpus, goldenTokenizer, strings } from "./golden-cases.ts";

const asJson = (tokenizer: Tokenizer): unknown => JSON.parse(JSON.stringify(tokenizerToJson(tokenizer)));
const messageOf = async (work: () => unknown) => (await errorOf(work)).message;

const trained: Record<string, () => Promise<Tokenizer>> = {
  "byte-level": () => trainByteLevelBpe(corpus, { vocabularySize: 400 }),
  cl100k: () => trainByteLevelBpe(corpus, { vocabularySize: 400, pattern: "cl100k", specialTokens: ["<s>", "</s>"] }),
  bert: () => trainBertTokenizer(corpus, { vocabularySize: 250 }),
  word: () => trainWordTokenizer(corpus, { vocabularySize: 50, endToken: "</s>" }),
  character: () => trainCharacterTokenizer(corpus, { vocabularySize: 100 }),
};

/** The package that many pages load tokenizers with: a development dependency. */
const packageName = "@huggingface/tokenizers";

describe("tokenizer.json", () => {
  for (const [name, train] of Object.entries(trained)) {
    it(`brings a trained tokenizer back: ${name}`, async () => {
      const tokenizer = await train();
      const json = asJson(tokenizer);
      const back = tokenizerFromJson(json);
      expect(asJson(back)).to.deep.equal(json);
      for (const text of strings) {
        expect(back.encode(text)).to.deep.equal(tokenizer.encode(text));
        expect(back.decode(back.encodeIds(text))).to.equal(tokenizer.decode(tokenizer.encodeIds(text)));
      }
    });

    (isInstalled(packageName) ? it : it.skip)(`is loaded by ${packageName}, with the same ids: ${name}`, async () => {
      const tokenizer = await train();
      const encode = await loadWithPackage(asJson(tokenizer));
      for (const text of strings) {
        expect(encode(text), JSON.stringify(text)).to.deep.equal([...tokenizer.encode(text, { padding: false }).ids]);
      }
    });
  }

  it("reads the ways of older files: merges as texts, a model without a type, parts left out", () => {
    const { json } = goldenTokenizer("gpt2");
    const { type, ...model } = json.model;
    const merges = (json.model.merges ?? []).map((merge) => merge.join(" "));
    const { truncation, padding, normalizer, ...rest } = json;
    expect([type, truncation, padding, normalizer]).to.deep.equal(["BPE", null, null, null]);
    const tokenizer = tokenizerFromJson({ ...rest, model: { ...model, merges } });
    expect(asJson(tokenizer)).to.deep.equal(json);
  });

  it("is a file that is written and read", async () => {
    const folder = mkdtempSync(join(tmpdir(), "llmlab-tokenizer-"));
    try {
      const path = join(folder, "tokenizer.json");
      const tokenizer = await trainByteLevelBpe(corpus, { vocabularySize: 300 });
      await saveTokenizer(path, tokenizer);
      expect(asJson(await loadTokenizer(path))).to.deep.equal(asJson(tokenizer));
      const text = readFileSync(path, "utf8");
      writeFileSync(path, text.slice(0, text.length / 2));
      expect(await messageOf(() => loadTokenizer(path))).to.match(
        /^Cannot read the tokenizer .*tokenizer\.json: the file is cut short, or no tokenizer\.json \(/,
      );
      writeFileSync(path, "{ x }");
      expect(await messageOf(() => loadTokenizer(path))).to.contain("tokenizer.json: it is not JSON (");
      writeFileSync(path, "[]");
      expect(await messageOf(() => loadTokenizer(path))).to.contain(
        "tokenizer.json: Cannot read tokenizer: it is [], and should be an object",
      );
      expect(await messageOf(() => loadTokenizer(join(folder, "none.json")))).to.contain("ENOENT");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  describe("with a fault", () => {
    const { json } = goldenTokenizer("gpt2");
    const faults: [string, object, string][] = [
      ["no model", { model: undefined }, "Cannot read tokenizer.model: it is nothing, and should be an object"],
      [
        "a model of another kind",
        { model: { type: "Magic" } },
        'Cannot read tokenizer.model: it has the type "Magic"; we know ',
      ],
      [
        "a merge of one token",
        { model: { ...json.model, merges: [["t", "h"], ["e"]] } },
        'Cannot read tokenizer.model.merges[1]: it is ["e"], and should be two tokens',
      ],
      [
        "a merge that refers to nothing",
        { model: { ...json.model, merges: [["qq", "h"]] } },
        'Cannot use the merge 0 of "qq" and "h": the vocabulary has no token "qq"',
      ],
      [
        "an id that is none",
        { model: { ...json.model, vocab: { a: "1" } } },
        'Cannot read tokenizer.model.vocab.a: it is "1", and should be a number',
      ],
      [
        "two tokens of one id",
        { model: { ...json.model, vocab: { a: 1, b: 1 }, merges: [] } },
        'Cannot give the token "b" the id 1: "a" has it',
      ],
      [
        "dropout",
        { model: { ...json.model, dropout: 0.1 } },
        "Cannot read tokenizer.model: its dropout of 0.1 would encode by chance; set it to null",
      ],
      [
        "a pattern that is none",
        { pre_tokenizer: { type: "Split", pattern: { Regex: "(" }, behavior: "Isolated", invert: false } },
        'Cannot use the pattern "("',
      ],
      [
        "a template without ids",
        {
          post_processor: {
            type: "TemplateProcessing",
            single: [{ Sequence: { id: "C", type_id: 0 } }],
            pair: [],
            special_tokens: {},
          },
        },
        'Cannot read tokenizer.post_processor.single[0].Sequence: it is {"id":"C","type_id":0}, and should be the text A or B',
      ],
      [
        "another strategy",
        { truncation: { max_length: 3, strategy: "Any" } },
        'Cannot read tokenizer.truncation.strategy: it is "Any", and should be LongestFirst, OnlyFirst, OnlySecond',
      ],
    ];

    for (const [name, change, message] of faults) {
      it(`is refused: ${name}`, async () => {
        expect(await messageOf(() => tokenizerFromJson({ ...json, ...change }))).to.contain(message);
      });
    }
  });

  it("holds tokens that are names of objects' own", () => {
    const tokenizer = createTokenizer({
      model: createWordLevel({ vocabulary: ["__proto__", "constructor", "toString", "1", "0"] }),
    });
    const back = tokenizerFromJson(asJson(tokenizer));
    expect(["__proto__", "constructor", "toString", "1", "0"].map(back.idOf)).to.deep.equal([0, 1, 2, 3, 4]);
  });
});

describe("Oniguruma's patterns", () => {
  const matches = (expression: string, text: string) => text.match(compilePattern({ expression }));

  it("are written as JavaScript's", () => {
    expect(matches(String.raw`\p{N}{1,3}+|\p{L}++`, "12345ab")).to.deep.equal(["123", "45", "ab"]);
    expect(matches("(?i:'s|'ll)|(x)", "'S'LL'ſx'l")).to.deep.equal(["'S", "'LL", "'ſ", "x"]);
    expect(matches(String.raw`[+*]+|\++`, "+*+")).to.deep.equal(["+*+"]);
    expect(matches(String.raw`\s+`, "\u0085\ufeff ")).to.deep.equal(["\u0085", " "]);
    expect(matches(String.raw`[^\s]+`, "a\u0085b")).to.deep.equal(["a", "b"]);
    expect(matches(String.raw`\A\S|\S\z`, "abc")).to.deep.equal(["a", "c"]);
  });

  it("match texts as they stand", () => {
    const text = "a.b*c+d?e^f$g{h}i(j)k|l[m]n\\o/p-q";
    expect(text.match(compilePattern({ text }))).to.deep.equal([text]);
  });
});

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** Loads a tokenizer with Hugging Face's package, which takes the unknown token from a second file. */
async function loadWithPackage(json: unknown): Promise<(text: string) => number[]> {
  const module: { Tokenizer: new (json: unknown, config: unknown) => { encode(text: string): { ids: number[] } } } =
    await import(packageName);
  const tokenizer = new module.Tokenizer(json, { unk_token: "<unk>" });
  return (text) => tokenizer.encode(text).ids;
}
