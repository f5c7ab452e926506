import { type AlignedText, rewriteMatches } from "../pipeline/aligned-text.ts";
import type { Normaliser } from "../pipeline/parts.ts";
import { toLowercase, withoutMarks } from "./letters.ts";
import { toForm } from "./unicode-form.ts";

/** What BERT's normaliser does; each is on when left out, and accents go when letters become small. */
export interface BertNormaliserOptions {
  readonly cleanText?: boolean;
  readonly spaceChinese?: boolean;
  readonly stripAccents?: boolean | undefined;
  readonly lowercase?: boolean;
}

/** The blocks of Chinese characters that BERT's tokenizer sets apart (Devlin et al., 2018). */
const chinese =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;

/**
 * Normalises as BERT does (Devlin et al., 2018): drops control characters, makes all white space spaces, puts spaces
 * around Chinese characters, strips accents and makes letters small.
 *
 * @example
 * bertNormaliser().normalise(alignText("Café 茶")).text // "cafe  茶 "
 */
export function bertNormaliser(options: BertNormaliserOptions = {}): Normaliser {
  const { cleanText = true, spaceChinese = true, lowercase = true } = options;
  const stripAccents = options.stripAccents ?? lowercase;

  function normalise(aligned: AlignedText): AlignedText {
    let text = cleanText ? clean(aligned) : aligned;
    if (spaceChinese) text = rewriteMatches(text, chinese, (character) => ` ${character} `);
    if (stripAccents) text = withoutMarks(toForm(text, "NFD"), false);
    return lowercase ? toLowercase(text) : text;
  }

  return {
    normalise,
    local: true,
    toJson: () => ({
      type: "BertNormalizer",
      clean_text: cleanText,
      handle_chinese_chars: spaceChinese,
      strip_accents: options.stripAccents ?? null,
      lowercase,
    }),
  };
}

/** Drops controls, formats and private characters, and the sign of a failed decoding; not what is unassigned. */
function clean(text: AlignedText): AlignedText {
  const without = rewriteMatches(text, /[\0\ufffd]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}]/gu, () => "");
  return rewriteMatches(without, /\p{White_Space}/gu, () => " ");
}
