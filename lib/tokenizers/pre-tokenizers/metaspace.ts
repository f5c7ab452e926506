import { type AlignedText, rewrite, rewriteMatches } from "../pipeline/aligned-text.ts";
import type { PreTokenizer } from "../pipeline/parts.ts";
import { splitMatches } from "./split.ts";

/** Where a space symbol is put before a text: before every piece of it, before the first one, or nowhere. */
export type PrependScheme = "always" | "first" | "never";

/** How spaces become symbols. */
export interface MetaspaceOptions {
  /** Stands for the space; U+2581 when left out. */
  readonly replacement?: string;
  /** "always" when left out. A text that begins with the symbol gets no other. */
  readonly prepend?: PrependScheme;
  /** Cuts before every symbol; true when left out. */
  readonly cut?: boolean;
}

/**
 * Writes spaces as a symbol, puts one before the text, and cuts before each: what Hugging Face's packages have for
 * SentencePiece's conventions.
 *
 * @example
 * metaspace().split(alignText("the book")).map(({ text }) => text) // ["▁the", "▁book"]
 */
export function metaspace({
  replacement = "\u2581",
  prepend = "always",
  cut = true,
}: MetaspaceOptions = {}): PreTokenizer {
  const symbol = new RegExp(replacement.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), "gu");

  function split(text: AlignedText): AlignedText[] {
    const spelled = rewriteMatches(text, / /g, () => replacement);
    const wanted = prepend === "always" || (prepend === "first" && startsText(text));
    const whole =
      wanted && spelled.text !== "" && !spelled.text.startsWith(replacement)
        ? rewrite(spelled, [{ start: 0, end: 0, text: replacement }])
        : spelled;
    return cut ? splitMatches(whole, symbol, "merged-with-next") : [whole];
  }

  return {
    split,
    cuts: cut ? "space" : "nowhere",
    toJson: () => ({ type: "Metaspace", replacement, prepend_scheme: prepend, split: cut }),
  };
}

function startsText({ from, ranges }: AlignedText): boolean {
  return (ranges === undefined ? from : (ranges[0] ?? from)) === 0;
}
