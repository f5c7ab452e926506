import { spaceSymbol } from "./normaliser.ts";

/** Which texts of several characters may become pieces. */
export interface PieceRules {
  /** Keeps letters of different scripts, and letters and marks, apart; true when left out. */
  readonly splitByScript?: boolean;
  /** Keeps words apart; true when left out. Else a piece may hold spaces inside. */
  readonly splitByWhitespace?: boolean;
  /** Makes every digit a piece of its own; false when left out. */
  readonly splitDigits?: boolean;
  /** Whether the space symbol ends words rather than beginning them. */
  readonly whitespaceAsSuffix?: boolean;
}

/** The scripts that are told apart; the characters of all others count as one script. */
const scriptNames = [
  ..."Latin Common Inherited Han Hiragana Katakana Cyrillic Greek Arabic Hebrew Thai Devanagari Hangul".split(" "),
  ..."Armenian Bengali Bopomofo Ethiopic Georgian Gujarati Gurmukhi Kannada Khmer Lao Malayalam".split(" "),
  ..."Mongolian Myanmar Oriya Sinhala Syriac Tamil Telugu Thaana Tibetan Cherokee Javanese Balinese".split(" "),
];
const scripts = scriptNames.map((name) => [name, new RegExp(`^\\p{Script=${name}}$`, "u")] as const);
const known = new Map<string, string>();

/** Finds the script of a character; Japanese writes in several, which count as one. */
function scriptOf(character: string): string {
  let script = known.get(character);
  if (script === undefined) {
    const [name = "other"] = scripts.find(([, pattern]) => pattern.test(character)) ?? [];
    script = name === "Hiragana" || name === "Katakana" || character === "\u30fc" ? "Han" : name;
    known.set(character, script);
  }
  return script;
}

/**
 * Makes SentencePiece's test of what may be a piece: the space symbol stands at the beginning only, and all characters
 * are of one script; a mark has the script of the letter that it stands on.
 */
export function createPieceTest(rules: PieceRules = {}): (piece: string) => boolean {
  const { splitByScript = true, splitByWhitespace = true, splitDigits = false, whitespaceAsSuffix = false } = rules;

  function mayBeSpace(at: number, length: number): boolean {
    const outside = whitespaceAsSuffix ? at === length - 1 : at === 0;
    const otherEnd = whitespaceAsSuffix ? at === 0 : at === length - 1;
    return outside || (!splitByWhitespace && !otherEnd);
  }

  return (piece) => {
    let before: string | undefined;
    for (let at = 0; at < piece.length; ) {
      const character = String.fromCodePoint(piece.codePointAt(at) ?? 0);
      if (character === spaceSymbol) {
        if (!mayBeSpace(at, piece.length)) return false;
      } else if (splitDigits && /^\p{Nd}$/u.test(character)) {
        return piece.length === character.length;
      } else if (splitByScript) {
        const found = scriptOf(character);
        const script = found === "Inherited" ? (before ?? found) : found;
        if (before !== undefined && script !== before) return false;
        before = script;
      }
      at += character.length;
    }
    return true;
  };
}
