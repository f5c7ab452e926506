import { type AlignedText, sliceAligned } from "./aligned-text.ts";
import { escapePattern } from "./pattern.ts";

/** A token beside the model's own: found in the text before anything else happens to it, and never cut. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** A special token controls the model (an end of text, a mask); `decode` leaves it out unless asked not to. */
  readonly special: boolean;
  /** Found only where neither a letter, a digit nor "_" stands beside it. */
  readonly singleWord?: boolean;
  /** Takes in the white space before it. */
  readonly leftStrip?: boolean;
  /** Takes in the white space after it. */
  readonly rightStrip?: boolean;
  /** Looked for in the normalised text rather than in the text as it was given. */
  readonly normalised?: boolean;
}

/** What to do with a special token that stands in the text itself. */
export type SpecialTokensInText = "recognise" | "text" | "error";

/** A piece of text, or an added token that was found in it. */
export interface Section {
  readonly text: AlignedText;
  readonly token?: AddedToken;
}

/** Finds added tokens in texts. */
export interface AddedTokenFinder {
  find(text: AlignedText): Section[];
  /** The most UTF-16 units that a token has. */
  readonly longest: number;
}

/** Prepares to find tokens: the leftmost first, of those that begin together the longest. */
export function createAddedTokenFinder(tokens: readonly AddedToken[]): AddedTokenFinder {
  const byContent = new Map(tokens.filter(({ content }) => content !== "").map((token) => [token.content, token]));
  const contents = [...byContent.keys()].sort((first, second) => second.length - first.length);
  const pattern = new RegExp(contents.map(escapePattern).join("|"), "g");

  function find(aligned: AlignedText): Section[] {
    const { text } = aligned;
    const sections: Section[] = [];
    let end = 0;
    for (const match of contents.length === 0 ? [] : text.matchAll(pattern)) {
      const token = byContent.get(match[0]);
      let [from, to] = [match.index, match.index + match[0].length];
      if (token === undefined || from < end || (token.singleWord && !standsAlone(text, from, to))) {
        continue;
      }
      while (token.leftStrip && from > end && isWhiteSpace(text, from - 1)) from--;
      while (token.rightStrip && isWhiteSpace(text, to)) to++;
      if (from > end) {
        sections.push({ text: sliceAligned(aligned, end, from) });
      }
      sections.push({ text: sliceAligned(aligned, from, to), token });
      end = to;
    }
    if (end < text.length) {
      sections.push({ text: end === 0 ? aligned : sliceAligned(aligned, end, text.length) });
    }
    return sections;
  }

  return { find, longest: contents[0]?.length ?? 0 };
}

function standsAlone(text: string, from: number, to: number): boolean {
  return (
    !/[\p{L}\p{N}\p{M}_]$/u.test(text.slice(Math.max(0, from - 2), from)) &&
    !/^[\p{L}\p{N}\p{M}_]/u.test(text.slice(to, to + 2))
  );
}

function isWhiteSpace(text: string, at: number): boolean {
  return /^\p{White_Space}$/u.test(text.charAt(at));
}
