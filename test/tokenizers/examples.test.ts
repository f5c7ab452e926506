import { expect } from "chai";
import {
  bertNormaliser,
  byteLevel,
  createTokenizer,
  createVocabulary,
  createWordLevel,
  createWordPiece,
  decodeUtf8,
  encodeUtf8,
  split,
  trainBertTokenizer,
  trainByteLevelBpe,
  trainCharacterTokenizer,
  trainWordTokenizer,
  unicodeForm,
  watchTraining,
  whitespace,
} from "../../lib/tokenizers/index.ts";
import { alignText } from "../../lib/tokenizers/pipeline/aligned-text.ts";
import { createBreath } from "../../lib/tokenizers/pipeline/training.ts";

describe("the examples of the tokenizers' docstrings", () => {
  it("make vocabularies and models", () => {
    const vocabulary = createVocabulary(["a", "b"]);
    expect(vocabulary.idOf("b")).to.equal(1);
    expect(vocabulary.tokenOf(0)).to.equal("a");
    const words = createWordLevel({ vocabulary: ["<unk>", "the"], unknownToken: "<unk>" });
    expect(Array.from(words.segment("cat").ids)).to.deep.equal([0]);
    const pieces = createWordPiece({ vocabulary: ["[UNK]", "teach", "##er", "##s"] });
    expect(Array.from(pieces.segment("teachers").ids)).to.deep.equal([1, 2, 3]);
  });

  it("put a tokenizer together", () => {
    const tokenizer = createTokenizer({
      preTokenizer: whitespace(),
      model: createWordLevel({ vocabulary: ["<unk>", "the", "teacher"], unknownToken: "<unk>" }),
    });
    expect(tokenizer.encode("the good teacher").tokens).to.deep.equal(["the", "<unk>", "teacher"]);
  });

  it("normalise and cut", () => {
    const texts = (words: readonly { text: string }[]) => words.map(({ text }) => text);
    expect(bertNormaliser().normalise(alignText("Café 茶")).text).to.equal("cafe  茶 ");
    expect(unicodeForm("NFC").normalise(alignText("e\u0301")).text).to.equal("é");
    expect(texts(whitespace().split(alignText("Let's go!")))).to.deep.equal(["Let", "'", "s", "go", "!"]);
    expect(texts(byteLevel().split(alignText("a café")))).to.deep.equal(["a", "ĠcafÃ©"]);
    expect(texts(split({ expression: "\\d" }, "isolated").split(alignText("a12")))).to.deep.equal(["a", "1", "2"]);
    expect(decodeUtf8(encodeUtf8("\ud83d!"))).to.equal("\ud83d!");
  });

  it("train", async () => {
    const words = await trainWordTokenizer("The teacher taught the student");
    expect(words.encode("The student slept").tokens).to.deep.equal(["The", "student", "<unk>"]);
    const characters = await trainCharacterTokenizer("Taught");
    expect(characters.encode("that").tokens).to.deep.equal(["t", "h", "a", "t"]);
    const bytes = await trainByteLevelBpe("The teacher taught the student", { vocabularySize: 262 });
    expect(bytes.decode(bytes.encodeIds("the 茶"))).to.equal("the 茶");
    const bert = await trainBertTokenizer("The teacher taught the student", { vocabularySize: 60 });
    expect(bert.encode("The student").tokens.at(0)).to.equal("[CLS]");
    const steps = watchTraining(
      new Map([
        ["the", 2],
        ["teacher", 1],
      ]),
      { vocabularySize: 8 },
    );
    const { value } = steps.next();
    expect(value !== undefined && "pair" in value ? value.pair : undefined).to.deep.equal(["h", "e"]);
  });

  it("breathe only when it is time", () => {
    expect(createBreath({}).due()).to.equal(false);
  });
});
