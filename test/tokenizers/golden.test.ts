import { expect } from "chai";
import {
  createTokenizer,
  readRanks,
  type Tokenizer,
  tokenizerFromJson,
  tokenizerFromRanks,
  tokenizerToJson,
  trainBpe,
  trainByteLevelBpe,
  trainCharacterTokenizer,
  trainWordPiece,
  trainWordTokenizer,
  whitespaceSplit,
} from "../../lib/tokenizers/index.ts";
import { readJson } from "../../lib/tokenizers/json/json-reader.ts";
import { readDecoder } from "../../lib/tokenizers/json/read-decoder.ts";
import { readNormaliser } from "../../lib/tokenizers/json/read-normaliser.ts";
import { readPreTokenizer } from "../../lib/tokenizers/json/read-pre-tokenizer.ts";
import { alignText, originalRange } from "../../lib/tokenizers/pipeline/aligned-text.ts";
import { casesOf, corpus, goldenTokenizer, strings, tokenizers, toUnits } from "./golden-cases.ts";

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const named = (json: unknown) => JSON.stringify(json).slice(0, 90);

describe("the tokenizers of Hugging Face", () => {
  it("are there, with many strings", () => {
    expect(tokenizers.length).to.equal(10);
    expect(strings.length).to.be.greaterThan(20);
  });

  for (const { name, json, encodings } of tokenizers) {
    describe(name, () => {
      const tokenizer = tokenizerFromJson(json);

      it("gives the same ids and tokens", () => {
        for (const { text, ids, tokens } of encodings) {
          const encoding = tokenizer.encode(text);
          expect([...encoding.ids], JSON.stringify(text)).to.deep.equal(ids);
          expect(encoding.tokens).to.deep.equal(tokens);
        }
      });

      it("gives the same offsets, or those of all that a composed character came from", () => {
        for (const { text, tokens, offsets } of encodings) {
          const ours = tokenizer.encode(text).offsets;
          toUnits(text, offsets).forEach(([start, end], at) => {
            const [from, to] = ours[at] ?? [];
            // NFKC composes: there a token reaches over the marks too, which Hugging Face leaves to nobody.
            const composed = name === "bpe" && to !== end && /^[\p{M}\uff9e]+$/u.test(text.slice(end, to));
            expect([from, composed ? end : to], `${tokens[at]} in ${JSON.stringify(text)}`).to.deep.equal([start, end]);
          });
        }
      });

      it("decodes to the same text", () => {
        for (const { ids, decoded } of encodings) expect(tokenizer.decode(ids)).to.equal(decoded);
      });

      it("is written as it was read", () => {
        const written = asJson(tokenizerToJson(tokenizer));
        // The scanner's own pattern takes the place of the other way to write it.
        const expected =
          name === "cl100k" ? { ...json, pre_tokenizer: Reflect.get(Object(written), "pre_tokenizer") } : json;
        expect(written).to.deep.equal(expected);
        expect(asJson(tokenizerToJson(tokenizerFromJson(written)))).to.deep.equal(written);
      });
    });
  }
});

describe("training as Hugging Face does", () => {
  const trainers: Record<string, (golden: (typeof tokenizers)[number]) => Promise<Tokenizer>> = {
    "byte-level": ({ training }) => trainByteLevelBpe(corpus, training ?? { vocabularySize: 0 }),
    bpe: async ({ json, training }) => {
      const parts = tokenizerFromJson(json).parts;
      const size = training ?? { vocabularySize: 0 };
      return createTokenizer({ ...parts, model: await trainBpe(corpus, { ...parts, ...size, unknownToken: "<unk>" }) });
    },
    word: ({ training }) => trainWordTokenizer(corpus, training ?? {}),
    character: ({ training }) => trainCharacterTokenizer(corpus, training ?? {}),
  };

  for (const golden of tokenizers.filter(({ training }) => training !== null)) {
    it(`finds the vocabulary and the merges of ${golden.name}`, async () => {
      const tokenizer = await trainers[golden.training?.kind ?? ""]?.(golden);
      const model = asJson(tokenizer?.parts.model.toJson());
      expect(Reflect.get(Object(model), "vocab")).to.deep.equal(golden.json.model.vocab);
      expect(Reflect.get(Object(model), "merges")).to.deep.equal(golden.json.model.merges);
    });
  }

  it("finds the same word pieces, which are numbered by chance there", async () => {
    const [golden] = casesOf("word-piece-training");
    const options = { vocabularySize: golden?.vocabularySize ?? 0, preTokenizer: whitespaceSplit() };
    const { vocabulary } = await trainWordPiece(golden?.corpus ?? [], options);
    const tokens = vocabulary.entries().map(([token]) => token);
    expect(tokens.toSorted()).to.deep.equal(golden?.texts[0]);
    expect(tokens.length).to.equal(30);
  });
});

describe("the parts of Hugging Face", () => {
  for (const { json, pieces } of casesOf("pre-tokenizer")) {
    it(`cut alike: ${named(json)}`, () => {
      const preTokenizer = readPreTokenizer(readJson(json));
      strings.forEach((text, at) => {
        const words = preTokenizer.split(alignText(text));
        const expected = pieces[at] ?? [];
        const offsets = toUnits(
          text,
          expected.map(([, offset]) => offset),
        );
        expect(words.map((word) => word.text)).to.deep.equal(expected.map(([piece]) => piece));
        expect(words.map((word) => originalRange(word, 0, word.text.length))).to.deep.equal(offsets);
      });
    });
  }

  for (const { json, texts } of casesOf("normaliser")) {
    it(`normalise alike: ${named(json)}`, () => {
      const normaliser = readNormaliser(readJson(json));
      expect(strings.map((text) => normaliser.normalise(alignText(text)).text)).to.deep.equal(texts);
    });
  }

  for (const { json, tokens, texts } of casesOf("decoder")) {
    it(`decode alike: ${named(json)}`, () => {
      const decoder = readDecoder(readJson(json));
      expect(tokens.map((each) => decoder.decode(each).join(""))).to.deep.equal(texts);
    });
  }

  for (const { truncation, padding, text, encodings } of casesOf("limits")) {
    it(`truncate and pad alike: ${named({ truncation, padding })}`, () => {
      const tokenizer = tokenizerFromJson({ ...goldenTokenizer("bert").json, truncation, padding });
      const encoding = tokenizer.encode(text);
      const ours = [encoding, ...encoding.overflow].map((each) => ({
        ids: [...each.ids],
        typeIds: [...each.typeIds],
        attentionMask: [...each.attentionMask],
        specialTokensMask: [...each.specialTokensMask],
        offsets: each.offsets,
      }));
      expect(ours).to.deep.equal(encodings);
    });
  }
});

describe("tiktoken", () => {
  for (const { pattern, ranks, ids } of casesOf("tiktoken")) {
    it(`gives the same ids by the pattern of ${pattern}`, () => {
      const lines = Object.entries(ranks).map(
        ([hex, rank]) => `${Buffer.from(hex, "hex").toString("base64")} ${rank}\n`,
      );
      const tokenizer = tokenizerFromRanks(readRanks(lines.join("")), {
        pattern,
        specialTokens: { "<|endoftext|>": 1000 },
      });
      expect(strings.map((text) => [...tokenizer.encodeIds(text)])).to.deep.equal(ids);
    });
  }
});
