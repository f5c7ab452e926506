import type { Normaliser } from "../pipeline/parts.ts";

/** Applies normalisers one after the other. */
export function normaliserSequence(normalisers: readonly Normaliser[]): Normaliser {
  return {
    normalise: (text) => normalisers.reduce((result, normaliser) => normaliser.normalise(result), text),
    local: normalisers.every(({ local }) => local),
    toJson: () => ({ type: "Sequence", normalizers: normalisers.map((normaliser) => normaliser.toJson()) }),
  };
}
