import type { Decoder } from "../pipeline/parts.ts";
import type { MetaspaceOptions } from "../pre-tokenizers/metaspace.ts";

/** Turns the space symbol back into spaces; those of the first token go, where one was put before the text. */
export function metaspaceDecoder({
  replacement = "\u2581",
  prepend = "always",
  cut = true,
}: MetaspaceOptions = {}): Decoder {
  return {
    decode: (tokens) =>
      tokens.map((token, at) => token.replaceAll(replacement, at === 0 && prepend !== "never" ? "" : " ")),
    toJson: () => ({ type: "Metaspace", replacement, prepend_scheme: prepend, split: cut }),
  };
}
