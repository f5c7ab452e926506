import type { PreTokenizer } from "./parts.ts";

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

/** Cuts a text into pieces of about a megabyte, or larger ones where it cannot be cut sooner. */
export function* safeChunks(text: string, preTokenizer: PreTokenizer | undefined, size = chunkSize): Generator<string> {
  let start = 0;
  let reach = size;
  while (start + reach < text.length) {
    const piece = text.slice(start, start + reach);
    const cut = lastCut(piece, preTokenizer?.cuts ?? "nowhere");
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

/** White space after a letter or digit of ASCII; other scripts find their cuts at spaces. */
function isNewWord(text: string, at: number): boolean {
  return isSpace(text.charAt(at)) && /[\p{L}\p{Nd}]/u.test(text.charAt(at - 1));
}
