import type { PreTokenizer } from "../pipeline/parts.ts";
import { behaviourToJson, type SplitBehaviour, splitMatches } from "./split.ts";

const punctuationMark = /[!-/:-@[-`{-~]|\p{P}/gu;
const whiteSpace = /\p{White_Space}+/gu;
/** A run of word characters (letters, marks, digits, connectors), or of others; white space is neither. */
const wordOrMarks =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu;

/**
 * Cuts into words and runs of punctuation, and drops white space.
 *
 * @example
 * whitespace().split(alignText("Let's go!")).map(({ text }) => text) // ["Let", "'", "s", "go", "!"]
 */
export function whitespace(): PreTokenizer {
  return {
    split: (text) => splitMatches(text, wordOrMarks, "removed", true),
    cuts: "white-space",
    toJson: () => ({ type: "Whitespace" }),
  };
}

/** Cuts at white space, and drops it. */
export function whitespaceSplit(): PreTokenizer {
  return {
    split: (text) => splitMatches(text, whiteSpace, "removed"),
    cuts: "white-space",
    toJson: () => ({ type: "WhitespaceSplit" }),
  };
}

/** Cuts as BERT does: at white space, which it drops, and around every punctuation mark. */
export function bertPreTokenizer(): PreTokenizer {
  return {
    split: (text) =>
      splitMatches(text, whiteSpace, "removed").flatMap((word) => splitMatches(word, punctuationMark, "isolated")),
    cuts: "white-space",
    toJson: () => ({ type: "BertPreTokenizer" }),
  };
}

/** Cuts around punctuation marks. */
export function punctuation(behaviour: SplitBehaviour = "isolated"): PreTokenizer {
  return {
    split: (text) => splitMatches(text, punctuationMark, behaviour),
    cuts: "nowhere",
    toJson: () => ({ type: "Punctuation", behavior: behaviourToJson(behaviour) }),
  };
}

/** Cuts around numbers, or around every digit. */
export function digits({ individually = false } = {}): PreTokenizer {
  return {
    split: (text) => splitMatches(text, /\p{N}/gu, individually ? "isolated" : "contiguous"),
    cuts: "nowhere",
    toJson: () => ({ type: "Digits", individual_digits: individually }),
  };
}

/** Cuts at one character, and drops it. */
export function delimiterSplit(delimiter: string): PreTokenizer {
  const pattern = new RegExp(`[${delimiter.replace(/[\\\]^-]/g, "\\$&")}]`, "gu");
  return {
    split: (text) => splitMatches(text, pattern, "removed"),
    cuts: "nowhere",
    toJson: () => ({ type: "CharDelimiterSplit", delimiter }),
  };
}

/** Makes every character, one Unicode code point, a word of its own; white space too. */
export function characters(): PreTokenizer {
  return {
    split: (text) => splitMatches(text, /[\s\S]/gu, "isolated"),
    cuts: "white-space",
    toJson: () => ({ type: "Split", pattern: { Regex: "[\\s\\S]" }, behavior: "Isolated", invert: false }),
  };
}
