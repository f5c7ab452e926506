import type { Decoder } from "../pipeline/parts.ts";

/**
 * Joins words with spaces and their pieces without; `cleanUp` (default true) also takes the spaces out that English
 * does not write: before punctuation and in contractions.
 */
export function wordPieceDecoder({ prefix = "##", cleanUp = true } = {}): Decoder {
  return {
    decode: (tokens) =>
      tokens.map((token, at) => {
        const piece = at === 0 ? token : token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
        return cleanUp ? withoutEnglishSpaces(piece) : piece;
      }),
    toJson: () => ({ type: "WordPiece", prefix, cleanup: cleanUp }),
  };
}

/** Takes out spaces as the decoder of BERT's first tokenizers did. */
export function withoutEnglishSpaces(text: string): string {
  if (!/ (?:[.?!,']|n't|do not)/.test(text)) return text;
  return text
    .replaceAll(" .", ".")
    .replaceAll(" ?", "?")
    .replaceAll(" !", "!")
    .replaceAll(" ,", ",")
    .replaceAll(" ' ", "'")
    .replaceAll(" n't", "n't")
    .replaceAll(" 'm", "'m")
    .replaceAll(" do not", " don't")
    .replaceAll(" 's", "'s")
    .replaceAll(" 've", "'ve")
    .replaceAll(" 're", "'re");
}
