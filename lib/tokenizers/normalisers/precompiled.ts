import { type Edit, rewrite } from "../pipeline/aligned-text.ts";
import type { Normaliser } from "../pipeline/parts.ts";
import { readCharsMap } from "../sentencepiece/chars-map.ts";

const longestWhole = 5;

/**
 * Replaces characters by SentencePiece's compiled rules, in the way of Hugging Face's packages: what is seen as one
 * character (a grapheme cluster) of at most five bytes becomes what the shortest rule at its beginning says; of longer
 * ones each code point on its own. SentencePiece itself takes the longest rule anywhere, as `sentencePieceNormaliser`
 * does.
 *
 * @param rules the field precompiled_charsmap of a `.model` file.
 * @throws Error for rules that are cut short.
 */
export function precompiled(rules: Uint8Array): Normaliser {
  const map = readCharsMap(rules);
  const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
  const encoder = new TextEncoder();

  return {
    normalise: (aligned) => {
      const edits: Edit[] = [];
      for (const { segment, index } of segmenter.segment(aligned.text)) {
        const bytes = encoder.encode(segment);
        const whole = bytes.length <= longestWhole ? map.shortest(bytes) : undefined;
        if (whole !== undefined) {
          edits.push({ start: index, end: index + segment.length, text: whole });
          continue;
        }
        let start = index;
        for (const character of segment) {
          const text = map.shortest(encoder.encode(character));
          if (text !== undefined) edits.push({ start, end: start + character.length, text });
          start += character.length;
        }
      }
      return rewrite(aligned, edits);
    },
    local: true,
    toJson: () => ({ type: "Precompiled", precompiled_charsmap: Buffer.from(rules).toString("base64") }),
  };
}
