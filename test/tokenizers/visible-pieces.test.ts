import { expect } from "chai";
import {
  type Tokenizer,
  trainBertTokenizer,
  trainByteLevelBpe,
  trainCharacterTokenizer,
  trainSentencePiece,
  trainWordTokenizer,
  visiblePieces,
} from "../../lib/tokenizers/index.ts";
import { corpus } from "./golden-cases.ts";

const textsOf = (tokenizer: Tokenizer, text: string) => visiblePieces(tokenizer, text).map((piece) => piece.text);

describe("the pieces of a text that a reader can see", () => {
  it("are the tokens with their ids, and what an unknown one stands for", async () => {
    const tokenizer = await trainWordTokenizer("The teacher taught");
    expect(visiblePieces(tokenizer, "The student")).to.deep.equal([
      { text: "The", id: 2 },
      { text: "<unk>", id: 1, note: "student" },
    ]);
    expect(visiblePieces(tokenizer, "")).to.deep.equal([]);
  });

  it("note what an unknown token stands for, be it a letter of its name", async () => {
    const tokenizer = await trainCharacterTokenizer("The teacher");
    expect(visiblePieces(tokenizer, "ek")).to.deep.equal([
      { text: "e", id: tokenizer.idOf("e") },
      { text: "<unk>", id: tokenizer.idOf("<unk>"), note: "k" },
    ]);
  });

  it("leave out what a template or padding adds, and note a letter that was made small", async () => {
    const tokenizer = await trainBertTokenizer("teach teacher teachers", { vocabularySize: 100 });
    const pieces = visiblePieces(tokenizer, "Teacher teachs");
    expect(pieces.map(({ text }) => text)).to.deep.equal(["teacher", "teach", "##s"]);
    expect(pieces.map(({ note }) => note)).to.deep.equal(["Teacher", undefined, undefined]);
  });

  it("are text where the tokens are bytes, and bytes within a character", async () => {
    const tokenizer = await trainByteLevelBpe("the teacher, café\n".repeat(9), { vocabularySize: 300 });
    expect(textsOf(tokenizer, "the teacher, café\n")).to.deep.equal(["the", " teacher", ",", " café", "\n"]);
    const pieces = visiblePieces(tokenizer, "教!");
    expect(pieces.map(({ text, note }) => [text, note])).to.deep.equal([
      ["<E6>", "教"],
      ["<95>", "教"],
      ["<99>", "教"],
      ["!", undefined],
    ]);
    expect(textsOf(tokenizer, "<|endoftext|>")).to.deep.equal(["<|endoftext|>"]);
    expect(textsOf(tokenizer, "\ud83d")).to.deep.equal(["<ED>", "<A0>", "<BD>"]);
  });

  it("show bytes of a character together, where they are one token", async () => {
    const tokenizer = await trainByteLevelBpe("\u6559\u6558 ".repeat(9), { vocabularySize: 258 });
    expect(textsOf(tokenizer, "\u6557")).to.deep.equal(["<E6 95>", "<97>"]);
  });

  it("keep the space symbol and the byte tokens of SentencePiece as they are", async () => {
    const tokenizer = await trainSentencePiece(corpus, { vocabularySize: 400, byteFallback: true });
    const pieces = visiblePieces(tokenizer, "the 🎉");
    expect(pieces.map(({ text }) => text).join("")).to.equal("▁the▁<0xF0><0x9F><0x8E><0x89>");
    expect(pieces.at(-1)?.note).to.equal("🎉");
  });
});
