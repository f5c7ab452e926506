import { expect } from "chai";
import {
  createBpe,
  createWordPiece,
  trainBertTokenizer,
  trainCharacterTokenizer,
  trainWordPiece,
  trainWordTokenizer,
  whitespace,
} from "../../lib/tokenizers/index.ts";
import { errorOf } from "../support/printed.ts";
import { corpus, strings } from "./golden-cases.ts";

const messageOf = async (work: () => unknown) => (await errorOf(work)).message;

describe("a word tokenizer", () => {
  it("numbers words by frequency, after its own tokens, up to a limit", async () => {
    const tokenizer = await trainWordTokenizer("b a c a b a d", { vocabularySize: 5, endToken: "</s>" });
    expect([0, 1, 2, 3, 4].map(tokenizer.tokenOf)).to.deep.equal(["<pad>", "<unk>", "</s>", "a", "b"]);
    expect(tokenizer.vocabularySize).to.equal(5);
  });

  it("leaves out what is too rare", async () => {
    const tokenizer = await trainWordTokenizer("b a c a b a", { minimumFrequency: 2 });
    expect(tokenizer.idOf("b")).to.equal(3);
    expect(tokenizer.idOf("c")).to.equal(undefined);
  });

  it("marks the unknown and the end, and pads a batch", async () => {
    const tokenizer = await trainWordTokenizer("The teacher taught the student", { endToken: "</s>" });
    const [first, second] = tokenizer.encodeBatch(["The student slept", "student"]);
    expect(first?.tokens).to.deep.equal(["The", "student", "<unk>", "</s>"]);
    expect(second?.tokens).to.deep.equal(["student", "</s>", "<pad>", "<pad>"]);
    expect([...(second?.attentionMask ?? [])]).to.deep.equal([1, 1, 0, 0]);
    expect([...(second?.specialTokensMask ?? [])]).to.deep.equal([0, 1, 1, 1]);
    expect(tokenizer.decode(first?.ids ?? [])).to.equal("The student <unk>");
  });

  it("tells apart words by their capitals, as the table of the source does with The and the", async () => {
    const tokenizer = await trainWordTokenizer("The teacher taught the student");
    expect(tokenizer.idOf("The")).not.to.equal(tokenizer.idOf("the"));
  });

  it("refuses the unknown where it has no token for it", async () => {
    const tokenizer = await trainWordTokenizer("the teacher", { unknownToken: false });
    expect(await messageOf(() => tokenizer.encode("the cat"))).to.equal(
      'Cannot encode "cat": the vocabulary holds neither it nor an unknown token',
    );
  });
});

describe("a character tokenizer", () => {
  it("gives a token for each code point, and every known text back", async () => {
    const tokenizer = await trainCharacterTokenizer([...strings].join("\n"));
    for (const text of strings) {
      const encoding = tokenizer.encode(text);
      expect(encoding.ids.length).to.equal([...text].length);
      expect(encoding.offsets.map(([start, end]) => text.slice(start, end))).to.deep.equal([...text]);
      expect(tokenizer.decode(encoding.ids)).to.equal(text);
    }
  });

  it("splits Taught as the source does", async () => {
    const tokenizer = await trainCharacterTokenizer("Taught");
    expect(tokenizer.encode("Taught").tokens).to.deep.equal(["T", "a", "u", "g", "h", "t"]);
    expect(tokenizer.encode("that").tokens).to.deep.equal(["t", "h", "a", "t"]);
  });
});

describe("WordPiece", () => {
  const model = createWordPiece({ vocabulary: ["[UNK]", "teach", "##er", "##s", "##e", "te"], longestWord: 8 });

  it("takes the longest token first", () => {
    expect(Array.from(model.segment("teachers").ids)).to.deep.equal([1, 2, 3]);
    expect(Array.from(model.segment("tee").ids)).to.deep.equal([5, 4]);
  });

  it("knows a word as a whole, or not at all", () => {
    expect(Array.from(model.segment("teachy").ids)).to.deep.equal([0]);
    expect(Array.from(model.segment("ss").ids)).to.deep.equal([0]);
  });

  it("does not look at words that are too long", () => {
    expect(Array.from(model.segment("teachers").ids)).to.deep.equal([1, 2, 3]);
    expect(Array.from(model.segment("teachersss").ids)).to.deep.equal([0]);
  });

  it("refuses a vocabulary without its unknown token", async () => {
    expect(await messageOf(() => createWordPiece({ vocabulary: ["a"] }))).to.equal(
      'Cannot use the unknown token "[UNK]": the vocabulary does not hold it',
    );
  });

  it("trains pieces that continue words", async () => {
    const trained = await trainWordPiece("teach teacher teaches", { preTokenizer: whitespace(), vocabularySize: 20 });
    expect(trained.vocabulary.idOf("teacher")).to.equal(19);
    const ids = Array.from(trained.segment("teachers").ids);
    expect(
      ids
        .map((id) => trained.vocabulary.tokenOf(id))
        .join("")
        .replaceAll("##", ""),
    ).to.equal("teachers");
  });

  it("makes a tokenizer like BERT's", async () => {
    const tokenizer = await trainBertTokenizer(corpus, { vocabularySize: 200 });
    const { tokens, typeIds, offsets } = tokenizer.encode(["The Teacher", "taught."]);
    expect([tokens[0], tokens.at(-1)]).to.deep.equal(["[CLS]", "[SEP]"]);
    expect([typeIds[1], typeIds.at(-1)]).to.deep.equal([0, 1]);
    expect(offsets[0]).to.deep.equal([0, 0]);
    expect(tokenizer.decode(tokenizer.encode("The teacher taught.").ids)).to.equal("the teacher taught.");
  });
});

describe("BPE", () => {
  it("gives what its docstring shows", () => {
    const bpe = createBpe({
      vocabulary: ["t", "h", "e", "th", "the"],
      merges: [
        ["t", "h"],
        ["th", "e"],
      ],
    });
    expect(Array.from(bpe.segment("thet").ids)).to.deep.equal([4, 0]);
  });

  it("falls back to bytes, and where it has none to the unknown token", () => {
    const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
    const bpe = createBpe({
      vocabulary: ["<unk>", "a", ...bytes],
      merges: [],
      unknownToken: "<unk>",
      byteFallback: true,
    });
    const { ids, starts, ends } = bpe.segment("aé");
    expect(Array.from(ids, (id) => bpe.vocabulary.tokenOf(id))).to.deep.equal(["a", "<0xC3>", "<0xA9>"]);
    expect([Array.from(starts), Array.from(ends)]).to.deep.equal([
      [0, 1, 1],
      [1, 2, 2],
    ]);
    const poor = createBpe({ vocabulary: ["<unk>", "a"], merges: [], unknownToken: "<unk>", byteFallback: true });
    expect(Array.from(poor.segment("aé").ids)).to.deep.equal([1, 0]);
  });

  it("makes one unknown token of several where it shall", () => {
    const options = { vocabulary: ["<unk>", "a"], merges: [], unknownToken: "<unk>" };
    expect(Array.from(createBpe({ ...options, fuseUnknown: true }).segment("xyaz").ids)).to.deep.equal([0, 1, 0]);
    expect(Array.from(createBpe(options).segment("xyaz").ids)).to.deep.equal([0, 0, 1, 0]);
  });

  it("refuses what it cannot spell", async () => {
    expect(await messageOf(() => createBpe({ vocabulary: ["a"], merges: [] }).segment("ab"))).to.equal(
      'Cannot encode "b" in "ab": the vocabulary holds neither it nor an unknown token',
    );
  });
});
