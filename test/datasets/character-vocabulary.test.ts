import { expect } from "chai";
import { characterVocabulary } from "../../lib/datasets/index.ts";

describe("a character vocabulary", () => {
  const text = "Mia read \u{1F4D6} to Zo\u00eb.\n";
  const vocabulary = characterVocabulary(text);

  it("gives back the text that it encoded", () => {
    expect(vocabulary.decode(vocabulary.encode(text))).to.equal(text);
  });

  it("numbers the characters by code point, each once, an emoji as one", () => {
    expect(characterVocabulary("a cab").characters).to.deep.equal([" ", "a", "b", "c"]);
    expect([...characterVocabulary("a cab").encode("bac")]).to.deep.equal([2, 1, 3]);
    expect(vocabulary.encode("\u{1F4D6}")).to.have.length(1);
    expect(vocabulary.characters.at(-1)).to.equal("\u{1F4D6}");
  });

  it("does not depend on the order of the text", () => {
    expect(characterVocabulary("cab").characters).to.deep.equal(characterVocabulary("abc").characters);
  });

  it("is empty for an empty text", () => {
    expect(characterVocabulary("").characters).to.deep.equal([]);
  });

  it("refuses what it does not know", () => {
    expect(() => vocabulary.encode("x")).to.throw('the character "x": it is none of the 14');
    expect(() => vocabulary.decode([99])).to.throw("token id 99: ids run from 0 to 13");
    expect(() => vocabulary.decode([0.5])).to.throw("token id 0.5");
  });
});
