import { expect } from "chai";
import { globPattern } from "../../../lib/kernel/history/glob.ts";

describe("a glob", () => {
  const matches = (glob: string, text: string) => globPattern(glob).test(text);

  it("matches the whole text", () => {
    expect(matches("let", "let")).to.equal(true);
    expect(matches("let", "let a")).to.equal(false);
    expect(matches("*", "")).to.equal(true);
  });

  it("has * for any text, over lines, and ? for one character, also an emoji", () => {
    expect(matches("let *", "let a\nlet b")).to.equal(true);
    expect(matches("*b", "let a\nlet b")).to.equal(true);
    expect(matches("a?c", "abc")).to.equal(true);
    expect(matches("a?c", "a🙂c")).to.equal(true);
    expect(matches("a?c", "ac")).to.equal(false);
  });

  it("has sets", () => {
    expect(matches("x[0-9]", "x7")).to.equal(true);
    expect(matches("x[^0-9]", "x7")).to.equal(false);
    expect(matches("x[^0-9]", "xy")).to.equal(true);
    expect(matches("[z-a]", "b")).to.equal(false);
  });

  it("takes every other character as it is", () => {
    for (const text of ["a.b", "f(x)", "a|b", "{}", "$x", "a\\b", "[", "]", "[]", "^", "a+", "x-y", "/"]) {
      expect(matches(text, text), text).to.equal(true);
      expect(matches(text, `${text}!`), text).to.equal(false);
    }
    expect(matches("a.b", "axb")).to.equal(false);
  });

  it("is quick on patterns that would make a regular expression backtrack", () => {
    const start = performance.now();
    expect(matches(`${"a*".repeat(6)}b`, "a".repeat(60))).to.equal(false);
    expect(performance.now() - start).to.be.lessThan(2000);
  });
});
