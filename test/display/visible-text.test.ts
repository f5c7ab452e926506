import { expect } from "chai";
import { visibleText } from "../../lib/display/pieces/visible-text.ts";

/** Texts as they are, and as everybody can see them. */
const cases: [what: string, text: string, seen: string][] = [
  ["a space", " the", "␣the"],
  ["line breaks and tabs", "a\n\tb", "a↵⇥b"],
  ["a carriage return, which is not a line break", "\r\n", "⟨U+000D⟩↵"],
  ["control characters", "\u0000\u0007\u007f", "⟨U+0000⟩⟨U+0007⟩⟨U+007F⟩"],
  ["other spaces, which look like a space or like none", "a\u00a0b\u3000\u2028", "a⟨U+00A0⟩b⟨U+3000⟩⟨U+2028⟩"],
  ["what has no width", "\u200b\ufeff\u00ad\u2060", "⟨U+200B⟩⟨U+FEFF⟩⟨U+00AD⟩⟨U+2060⟩"],
  ["marks of direction, which would turn what follows", "\u202eabc", "⟨U+202E⟩abc"],
  ["fillers, letters without a form", "\u3164\u115f\u2800", "⟨U+3164⟩⟨U+115F⟩⟨U+2800⟩"],
  ["halves of a surrogate pair, which no file can hold", "\ud83d!\ude00", "⟨U+D83D⟩!⟨U+DE00⟩"],
  ["private characters", "\ue000", "⟨U+E000⟩"],
  ["nothing", "", "∅"],
  ["a combining mark alone", "\u0301", "◌\u0301"],
  ["a combining mark after a space", " \u0301", "␣◌\u0301"],
  ["two marks in a row", "\u0301\u0302", "◌\u0301\u0302"],
  ["a mark on its letter", "e\u0301", "e\u0301"],
  ["a vowel sign of Thai alone", "\u0e34", "◌\u0e34"],
  ["a family, held together by joiners", "👩‍👩‍👧", "👩‍👩‍👧"],
  ["a joiner alone", "\u200d", "⟨U+200D⟩"],
  ["a joiner at the end of a piece", "👩\u200d", "👩⟨U+200D⟩"],
  ["a joiner at its start", "\u200d👧", "⟨U+200D⟩👧"],
  ["the non-joiner of Persian, inside a word", "می\u200cخواهم", "می\u200cخواهم"],
  ["a heart, and the choice of its look", "❤\ufe0f", "❤\ufe0f"],
  ["the choice of a look alone", "\ufe0f", "⟨U+FE0F⟩"],
  ["a flag spelled in tags", "🏴\u{e0067}\u{e0062}\u{e007f}", "🏴\u{e0067}\u{e0062}\u{e007f}"],
  ["a tag alone", "\u{e0067}", "⟨U+E0067⟩"],
  ["a skin tone, which has a form", "🏽", "🏽"],
  ["signs of tokenizers", "Ġthe ▁the", "Ġthe␣▁the"],
  ["a number sign of Arabic, which formats and is seen", "\u0600", "\u0600"],
];

describe("the visible form of a text", () => {
  for (const [what, text, seen] of cases) {
    it(`shows ${what}`, () => {
      expect(visibleText(text)).to.equal(seen);
    });
  }

  it("is the same once more, except for what was a space", () => {
    for (const [, , seen] of cases) {
      expect(visibleText(seen)).to.equal(seen);
    }
  });

  it("leaves nothing without a form, whatever the character", () => {
    const formless = /[\p{Control}\p{Separator}\p{Surrogate}\p{Private_Use}]/u;
    for (let code = 0; code < 0x11_0000; code += code < 0x3000 ? 1 : 97) {
      expect(visibleText(String.fromCodePoint(code)), code.toString(16)).not.to.match(formless);
    }
  });
});
