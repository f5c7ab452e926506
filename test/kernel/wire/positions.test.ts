import { expect } from "chai";
import { toCodePoints, toUtf16 } from "../../../lib/kernel/wire/positions.ts";

describe("positions in code points and in UTF-16 units", () => {
  const text = 'a🙂b👩‍🔬"é"';

  it("agree with JavaScript's own count of code points, at every character", () => {
    let units = 0;
    for (const [codePoints, character] of [...text].entries()) {
      expect(toUtf16(text, codePoints)).to.equal(units);
      expect(toCodePoints(text, units)).to.equal(codePoints);
      units += character.length;
    }
    expect(toUtf16(text, [...text].length)).to.equal(text.length);
    expect(toCodePoints(text, text.length)).to.equal([...text].length);
  });

  it("are the same in a text without emoji", () => {
    for (let at = 0; at <= 5; at++) {
      expect(toUtf16("plain", at)).to.equal(at);
      expect(toCodePoints("plain", at)).to.equal(at);
    }
  });

  it("end at the end, and start at the start", () => {
    expect(toUtf16(text, 1000)).to.equal(text.length);
    expect(toCodePoints(text, 1000)).to.equal([...text].length);
    expect(toUtf16(text, -3)).to.equal(0);
    expect(toCodePoints(text, -3)).to.equal(0);
    expect(toUtf16("", 2)).to.equal(0);
  });

  it("count a place inside a character as the one before it", () => {
    expect(toCodePoints("🙂x", 1)).to.equal(0);
    expect(toCodePoints("🙂x", 2)).to.equal(1);
  });

  it("count half a surrogate pair as a character, as Python does when it reads one", () => {
    expect(toCodePoints("\ud83dx", 1)).to.equal(1);
    expect(toUtf16("\ud83dx", 2)).to.equal(2);
  });
});
