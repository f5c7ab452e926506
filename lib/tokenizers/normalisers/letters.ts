import { type AlignedText, rewriteMatches } from "../pipeline/aligned-text.ts";
import type { Normaliser } from "../pipeline/parts.ts";

/** Makes letters small, each on its own: a Greek sigma does not ask whether it ends a word. */
export function lowercase(): Normaliser {
  return { normalise: toLowercase, local: true, toJson: () => ({ type: "Lowercase" }) };
}

/** Removes combining marks; bring the text into NFD first, so that accents are marks. */
export function stripAccents(): Normaliser {
  return { normalise: withoutMarks, local: true, toJson: () => ({ type: "StripAccents" }) };
}

/** Makes every letter of a text small. */
export function toLowercase(text: AlignedText): AlignedText {
  // \P{Ll}: most letters are small already, and need no look.
  return text.text.toLowerCase() === text.text
    ? text
    : rewriteMatches(text, /[\p{Lu}\p{Lt}\p{N}\p{So}]/gu, (letter) => letter.toLowerCase());
}

/** Leaves the nonspacing marks out of a text (`all`: the spacing and enclosing ones too). */
export function withoutMarks(text: AlignedText, all = true): AlignedText {
  return rewriteMatches(text, all ? /\p{M}/gu : /\p{Mn}/gu, () => "");
}
