import { type AlignedText, sliceAligned } from "../pipeline/aligned-text.ts";
import type { PreTokenizer } from "../pipeline/parts.ts";
import { compilePattern, type Pattern, patternToJson } from "../pipeline/pattern.ts";

/** What becomes of a match: a word of its own, one word with its neighbour, or nothing. */
export type SplitBehaviour = "removed" | "isolated" | "merged-with-previous" | "merged-with-next" | "contiguous";

const jsonNames: Readonly<Record<SplitBehaviour, string>> = {
  removed: "Removed",
  isolated: "Isolated",
  "merged-with-previous": "MergedWithPrevious",
  "merged-with-next": "MergedWithNext",
  contiguous: "Contiguous",
};

/** Names a behaviour as tokenizer.json does. */
export function behaviourToJson(behaviour: SplitBehaviour): string {
  return jsonNames[behaviour];
}

/** Finds the behaviour of a name in tokenizer.json. */
export function behaviourOf(name: string): SplitBehaviour | undefined {
  const behaviours: readonly SplitBehaviour[] = [
    "removed",
    "isolated",
    "merged-with-previous",
    "merged-with-next",
    "contiguous",
  ];
  return behaviours.find((behaviour) => jsonNames[behaviour] === name);
}

/**
 * Splits where a pattern matches.
 *
 * @param behaviour what becomes of the matches; `invert` takes what lies between the matches for the matches.
 *
 * @example
 * split({ expression: "\\d" }, "isolated").split(alignText("a12")).map(({ text }) => text) // ["a", "1", "2"]
 */
export function split(pattern: Pattern, behaviour: SplitBehaviour, { invert = false } = {}): PreTokenizer {
  const compiled = compilePattern(pattern);
  return {
    split: (text) => splitMatches(text, compiled, behaviour, invert),
    // A pattern may look at anything around a match.
    cuts: "nowhere",
    toJson: () => ({ type: "Split", pattern: patternToJson(pattern), behavior: behaviourToJson(behaviour), invert }),
  };
}

/** Splits a text at the matches of a pattern, which has the flag "g"; no piece is empty. */
export function splitMatches(
  aligned: AlignedText,
  pattern: RegExp,
  behaviour: SplitBehaviour,
  invert = false,
): AlignedText[] {
  const pieces = findPieces(aligned.text, pattern, invert);
  return joinPieces(pieces, behaviour)
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => sliceAligned(aligned, start, end));
}

interface Piece {
  start: number;
  end: number;
  matches: boolean;
}

function findPieces(text: string, pattern: RegExp, invert: boolean): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    if (match.index > done) pieces.push({ start: done, end: match.index, matches: invert });
    if (end > match.index) pieces.push({ start: match.index, end, matches: !invert });
    done = end;
  }
  if (done < text.length) pieces.push({ start: done, end: text.length, matches: invert });
  return pieces;
}

function joinPieces(pieces: readonly Piece[], behaviour: SplitBehaviour): Piece[] {
  if (behaviour === "isolated") return [...pieces];
  if (behaviour === "removed") return pieces.filter(({ matches }) => !matches);
  const joined: Piece[] = [];
  pieces.forEach(({ start, end, matches }, at) => {
    const last = joined.at(-1);
    const before = pieces[at - 1];
    const joins =
      behaviour === "contiguous"
        ? matches === before?.matches
        : behaviour === "merged-with-previous"
          ? matches && !before?.matches
          : !matches && before?.matches;
    if (last !== undefined && joins) {
      last.end = end;
    } else {
      joined.push({ start, end, matches });
    }
  });
  return joined;
}
