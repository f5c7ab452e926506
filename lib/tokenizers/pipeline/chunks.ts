import type { Normaliser, PreTokenizer } from "./parts.ts";

const chunkSize = 2 ** 20;

/**
 * Finds the last place, before `limit`, where a text can be cut in two that are tokenized apart: 0 if there is none.
 * The text after a cut begins with the white space that it was cut before.
 */
export function lastCut(text: string, cuts: PreTokenizer["cuts"], limit = text.length): number {
  if (cuts === "nowhere") return 0;
  for (let at = Math.min(limit, text.length) - 1; at > 0; at--) {
    const unit = text.charCodeAt(at);
    if (unit === 0x20 ? !isSpace(text.charAt(at - 1)) : cuts === "white-space" && isNewWord(text, at)) {
      return at;
    }
  }
  return 0;
}

/** Says where a text can be cut before it goes through both parts. */
export function cutsOf(parts: {
  normaliser?: Normaliser | undefined;
  preTokenizer?: PreTokenizer | undefined;
}): PreTokenizer["cuts"] {
  return parts.normaliser?.local === false ? "nowhere" : (parts.preTokenizer?.cuts ?? "nowhere");
}

/** Cuts a text into pieces of about a megabyte, or larger ones where it cannot be cut sooner. */
export function* safeChunks(text: string, cuts: PreTokenizer["cuts"], size = chunkSize): Generator<string> {
  let start = 0;
  let reach = size;
  while (start + reach < text.length) {
    const piece = text.slice(start, start + reach);
    const cut = lastCut(piece, cuts);
    if (cut === 0) {
      reach *= 2;
      continue;
    }
    yield piece.slice(0, cut);
    start += cut;
    reach = size;
  }
  yield start === 0 ? text : text.slice(start);
}

function isSpace(character: string): boolean {
  return /^\p{White_Space}$/u.test(character);
}

/** White space after a letter or a digit: none of the ways to cut keeps these together. */
function isNewWord(text: string, at: number): boolean {
  return isSpace(text.charAt(at)) && /[\p{L}\p{Nd}]/u.test(text.charAt(at - 1));
}
