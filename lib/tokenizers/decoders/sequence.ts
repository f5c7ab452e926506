import type { Decoder } from "../pipeline/parts.ts";

/** Applies decoders one after the other. */
export function decoderSequence(decoders: readonly Decoder[]): Decoder {
  return {
    decode: (tokens) => decoders.reduce<string[]>((pieces, decoder) => decoder.decode(pieces), [...tokens]),
    toJson: () => ({ type: "Sequence", decoders: decoders.map((decoder) => decoder.toJson()) }),
  };
}
