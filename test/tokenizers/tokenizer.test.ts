import { expect } from "chai";
import {
  bertNormaliser,
  bertPreTokenizer,
  characters,
  createTokenizer,
  createVocabulary,
  createWordLevel,
  prepend,
  replace,
  template,
  trainByteLevelBpe,
  trainWordTokenizer,
  unicodeForm,
  whitespaceSplit,
} from "../../lib/tokenizers/index.ts";
import { alignText, originalRange, rewrite } from "../../lib/tokenizers/pipeline/aligned-text.ts";
import { errorOf } from "../support/printed.ts";
import { corpus, strings } from "./golden-cases.ts";

const messageOf = async (work: () => unknown) => (await errorOf(work)).message;

describe("special tokens in a text", () => {
  const tokenizer = trainByteLevelBpe(corpus, { vocabularySize: 300 });
  const text = "a<|endoftext|>b";

  it("are recognised, or text, or an error, as one chooses", async () => {
    const { encode, encodeIds, tokenOf } = await tokenizer;
    expect(encode(text).tokens).to.deep.equal(["a", "<|endoftext|>", "b"]);
    expect(encode(text, { specialTokensInText: "text" }).tokens.join("")).to.equal(text);
    expect(encode(text, { specialTokensInText: "text" }).ids.length).to.be.greaterThan(3);
    for (const encoder of [encode, encodeIds]) {
      expect(await messageOf(() => encoder(text, { specialTokensInText: "error" }))).to.equal(
        'Cannot encode the special token "<|endoftext|>" in a text: remove it, or allow it with specialTokensInText',
      );
    }
    expect(Array.from(encodeIds(text), tokenOf)).to.deep.equal(["a", "<|endoftext|>", "b"]);
    expect(encodeIds(text, { specialTokensInText: "text" })).to.deep.equal(
      encode(text, { specialTokensInText: "text" }).ids,
    );
  });

  it("are left out by decoding, unless one asks for them", async () => {
    const { encodeIds, decode } = await tokenizer;
    expect(decode(encodeIds(text))).to.equal("ab");
    expect(decode(encodeIds(text), { skipSpecialTokens: false })).to.equal(text);
  });

  it("take in white space, and stand alone, where they say so", () => {
    const made = createTokenizer({
      preTokenizer: characters(),
      model: createWordLevel({ vocabulary: ["?"], unknownToken: "?" }),
      addedTokens: [
        { id: 1, content: "<mask>", special: true, leftStrip: true, rightStrip: true },
        { id: 2, content: "go", special: false, singleWord: true },
        { id: 3, content: "going", special: false },
      ],
    });
    const { tokens, offsets } = made.encode("x  <mask> \ngo ago going.go");
    expect(tokens).to.deep.equal(["?", "<mask>", "go", "?", "?", "?", "?", "?", "going", "?", "go"]);
    expect(offsets[1]).to.deep.equal([1, 11]);
  });

  it("are looked for in the normalised text where they say so", () => {
    const made = createTokenizer({
      normaliser: bertNormaliser(),
      preTokenizer: bertPreTokenizer(),
      model: createWordLevel({ vocabulary: ["?"], unknownToken: "?" }),
      addedTokens: [
        { id: 1, content: "café".normalize("NFD").replace(/\p{M}/u, ""), special: false, normalised: true },
      ],
    });
    expect(made.encode("a CAFÉ").tokens).to.deep.equal(["?", "cafe"]);
    expect(made.encode("a CAFÉ").offsets[1]).to.deep.equal([2, 6]);
  });
});

describe("ids and tokens", () => {
  it("out of range are refused, with the range", async () => {
    const tokenizer = await trainWordTokenizer("a b");
    for (const id of [4, -1, 1.5, Number.NaN]) {
      expect(await messageOf(() => tokenizer.decode([id]))).to.equal(
        `Cannot find the token ${id}: ids run from 0 to 3`,
      );
    }
  });

  it("that no token has are refused, inside the range too", async () => {
    const vocabulary = createVocabulary([
      ["a", 0],
      ["b", 2],
    ]);
    expect(await messageOf(() => vocabulary.tokenOf(1))).to.equal("Cannot find the token 1: no token has this id");
    expect(await messageOf(() => createVocabulary([]).tokenOf(0))).to.equal(
      "Cannot find the token 0: the vocabulary is empty",
    );
  });

  it("cannot be given twice", async () => {
    expect(await messageOf(() => createVocabulary(["a", "a"]))).to.equal(
      'Cannot list the token "a" twice: it has the id 0',
    );
    expect(
      await messageOf(() =>
        createVocabulary([
          ["a", 0],
          ["b", 0],
        ]),
      ),
    ).to.equal('Cannot give the token "b" the id 0: "a" has it');
    expect(await messageOf(() => createVocabulary([["a", -1]]))).to.equal(
      'Cannot give the token "a" the id -1: ids are whole numbers from 0 up',
    );
  });
});

describe("truncation and padding", () => {
  const tokenizer = createTokenizer({
    preTokenizer: whitespaceSplit(),
    model: createWordLevel({ vocabulary: ["<s>", ..."abcdefgh"] }),
    postProcessor: template({ single: "<s> $A", ids: { "<s>": 0 } }),
  });
  const tokens = (options: Parameters<typeof tokenizer.encode>[1]) => {
    const encoding = tokenizer.encode("a b c d e f g", options);
    return [encoding, ...encoding.overflow].map((each) => each.tokens.join(""));
  };

  it("keeps what fits, and the rest in pieces that overlap by the stride", () => {
    expect(tokens({ truncation: { length: 4, stride: 1 } })).to.deep.equal(["<s>abc", "<s>cde", "<s>efg"]);
    expect(tokens({ truncation: { length: 4, side: "left" } })).to.deep.equal(["<s>efg", "<s>bcd", "<s>a"]);
    expect(tokens({ truncation: { length: 4 }, addSpecialTokens: false })).to.deep.equal(["abcd", "efg"]);
    expect(tokens({ truncation: { length: 1 } })).to.deep.equal(["<s>", "<s>abcdefg"]);
    expect(tokens({ truncation: { length: 8 } })).to.deep.equal(["<s>abcdefg"]);
  });

  it("keeps the overflow's offsets into the whole text", () => {
    const { overflow } = tokenizer.encode("a b c d e f g", { truncation: { length: 4, stride: 1 } });
    expect(overflow[0]?.offsets).to.deep.equal([
      [0, 0],
      [4, 5],
      [6, 7],
      [8, 9],
    ]);
  });

  it("pads every piece", () => {
    const padding = { token: "<s>", id: 0, length: 5, multipleOf: 3 };
    const { overflow, tokens: kept } = tokenizer.encode("a b c d", { truncation: { length: 4 }, padding });
    expect([kept.length, overflow[0]?.tokens.length]).to.deep.equal([6, 6]);
    expect([...(overflow[0]?.attentionMask ?? [])]).to.deep.equal([1, 1, 0, 0, 0, 0]);
  });

  it("refuses what cannot be", async () => {
    expect(await messageOf(() => tokens({ truncation: { length: 3, stride: 2 } }))).to.equal(
      "Cannot truncate to 2 tokens with a stride of 2: the stride is a whole number below the length",
    );
    expect(await messageOf(() => tokens({ truncation: { length: 0 } }))).to.equal(
      "Cannot truncate to 0 tokens: the special tokens need 1 of them",
    );
    const pair: [string, string] = ["a b c", "d"];
    expect(await messageOf(() => tokenizer.encode(pair, { truncation: { length: 2, of: "second" } }))).to.equal(
      "Cannot shorten the second text by 2 tokens: it has 1; truncate the longest, or allow more tokens",
    );
    expect(await messageOf(() => tokenizer.encode("a", { padding: { token: "x", id: 0, multipleOf: 0 } }))).to.equal(
      "Cannot pad to 2 tokens in multiples of 0: the length is a whole number, a multiple is 1 or more",
    );
  });
});

describe("a template", () => {
  it("counts what it adds", () => {
    const processor = template({
      single: "[CLS] $A [SEP]",
      pair: "[CLS] $A [SEP] $B:1 [SEP]:1",
      ids: { "[CLS]": 2, "[SEP]": 3 },
    });
    expect([processor.addedTokens(false), processor.addedTokens(true)]).to.deep.equal([2, 3]);
  });

  it("needs its texts and the ids of its tokens", async () => {
    expect(await messageOf(() => template({ single: "<s>", ids: { "<s>": 0 } }))).to.equal(
      "Cannot use the single template: it has no place for the text $A",
    );
    expect(await messageOf(() => template({ single: "<s> $A", ids: {} }))).to.equal(
      'Cannot use the token "<s>" in a template: it has no id there',
    );
  });
});

describe("a text that changes", () => {
  it("knows where its parts came from", () => {
    const text = rewrite(alignText("naïve"), [{ start: 2, end: 3, text: "i" }]);
    expect(text.text).to.equal("naive");
    expect(originalRange(text, 2, 3)).to.deep.equal([2, 3]);
    const longer = rewrite(text, [
      { start: 0, end: 0, text: "_" },
      { start: 1, end: 3, text: "AIJ" },
      { start: 5, end: 5, text: "!" },
    ]);
    expect(longer.text).to.equal("_nAIJve!");
    expect(originalRange(longer, 0, 1)).to.deep.equal([0, 0]);
    expect(originalRange(longer, 2, 4)).to.deep.equal([1, 3]);
    expect(originalRange(longer, 7, 8)).to.deep.equal([5, 5]);
  });

  it("is in the form that was asked for, whatever it holds", () => {
    for (const form of ["NFC", "NFD", "NFKC", "NFKD"] as const) {
      const normaliser = unicodeForm(form);
      for (const text of [
        ...strings,
        "e\u0301",
        "각",
        "\u1100\u1161\u11a8",
        "ｶﾞ",
        "\u0344\u0301q\u0323\u0307",
        "ﷺ",
        "\u0301a",
        "\u09cbr\u1161",
      ]) {
        const result = normaliser.normalise(alignText(text));
        expect(result.text).to.equal(text.normalize(form));
        let reached = 0;
        for (let unit = 0; unit < result.text.length; unit++) {
          const [start, end] = originalRange(result, unit, unit + 1);
          expect(start).to.be.at.most(reached);
          reached = end;
        }
        expect(reached).to.equal(text.length);
      }
    }
  });

  it("keeps the parts apart where it begins with a mark", () => {
    const result = unicodeForm("NFD").normalise(alignText("\u09cbr-한"));
    expect(result.text).to.equal("\u09c7\u09ber-\u1112\u1161\u11ab");
    const ranges = [...result.text].map((_, unit) => originalRange(result, unit, unit + 1).join());
    expect(ranges).to.deep.equal(["0,1", "0,1", "1,2", "2,3", "3,4", "3,4", "3,4"]);
  });

  it("keeps offsets into what was given", () => {
    const tokenizer = createTokenizer({
      normaliser: {
        ...prepend("> "),
        normalise: (text) => prepend("> ").normalise(replace({ text: "x" }, "yy").normalise(text)),
      },
      preTokenizer: whitespaceSplit(),
      model: createWordLevel({ vocabulary: ["?"], unknownToken: "?" }),
    });
    const text = "axb xx";
    expect(tokenizer.encode(text).offsets.map(([start, end]) => text.slice(start, end))).to.deep.equal([
      "",
      "axb",
      "xx",
    ]);
  });
});
