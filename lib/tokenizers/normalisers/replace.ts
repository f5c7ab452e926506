import { rewrite, rewriteMatches, sliceAligned } from "../pipeline/aligned-text.ts";
import type { Normaliser } from "../pipeline/parts.ts";
import { compilePattern, type Pattern, patternToJson } from "../pipeline/pattern.ts";

/** Replaces every match of a pattern by a text, taken as it stands. */
export function replace(pattern: Pattern, content: string): Normaliser {
  const compiled = compilePattern(pattern);
  return {
    normalise: (text) => rewriteMatches(text, compiled, () => content),
    // One character cannot reach over a cut, whatever it becomes; more could.
    local: "text" in pattern && pattern.text.length === 1,
    toJson: () => ({ type: "Replace", pattern: patternToJson(pattern), content }),
  };
}

/** Puts a text before every text that is not empty. */
export function prepend(content: string): Normaliser {
  return {
    normalise: (text) => (text.text === "" ? text : rewrite(text, [{ start: 0, end: 0, text: content }])),
    local: false,
    toJson: () => ({ type: "Prepend", prepend: content }),
  };
}

/** Removes white space at the ends. */
export function strip({ left = true, right = true } = {}): Normaliser {
  return {
    normalise: (aligned) => {
      const { text } = aligned;
      const start = left ? (/^\p{White_Space}*/u.exec(text)?.[0].length ?? 0) : 0;
      const end = right ? start + text.slice(start).replace(/\p{White_Space}+$/u, "").length : text.length;
      return sliceAligned(aligned, start, end);
    },
    local: false,
    toJson: () => ({ type: "Strip", strip_left: left, strip_right: right }),
  };
}
