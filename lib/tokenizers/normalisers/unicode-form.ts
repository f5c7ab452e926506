import { type AlignedText, type Edit, rewrite } from "../pipeline/aligned-text.ts";
import type { Normaliser } from "../pipeline/parts.ts";

/** The normalization forms of Unicode (Standard Annex 15): composed or decomposed, "K" with compatible characters. */
export type UnicodeForm = "NFC" | "NFD" | "NFKC" | "NFKD";

/**
 * A character with all that can melt into it: marks, the vowels and finals of Hangul, halfwidth voicing signs. A text
 * may begin with such a thing.
 */
const cluster =
  /^[\p{M}\u1160-\u11ff\uff9e\uff9f]+|[^\p{M}\u1160-\u11ff\uff9e\uff9f][\p{M}\u1160-\u11ff\uff9e\uff9f]*/gu;

/**
 * Brings a text into a normalization form. A character that several melted into came from all of them.
 *
 * @example
 * unicodeForm("NFC").normalise(alignText("e\u0301")).text // "é"
 */
export function unicodeForm(form: UnicodeForm): Normaliser {
  return { normalise: (text) => toForm(text, form), local: true, toJson: () => ({ type: form }) };
}

/** Brings a text into a normalization form. */
export function toForm(aligned: AlignedText, form: UnicodeForm): AlignedText {
  const { text } = aligned;
  const whole = text.normalize(form);
  if (whole === text) {
    return aligned;
  }
  const edits: Edit[] = [];
  for (const { 0: part, index } of text.matchAll(cluster)) {
    const normal = part.normalize(form);
    if (normal !== part) {
      edits.push({ start: index, end: index + part.length, text: normal });
    }
  }
  const rewritten = rewrite(aligned, edits);
  // Should Unicode ever add a character that melts into the one before it without being a mark.
  return rewritten.text === whole ? rewritten : rewrite(aligned, [{ start: 0, end: text.length, text: whole }]);
}
