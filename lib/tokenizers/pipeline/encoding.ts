/** A text as a model reads it. All lists are as long as `ids`. */
export interface Encoding {
  readonly ids: Int32Array;
  readonly tokens: readonly string[];
  /** Where each token stands in the text, as [start, end) in UTF-16 units; [0, 0] for one that was added. */
  readonly offsets: readonly (readonly [number, number])[];
  /** 1 for a token that the template added, else 0; padding counts as added. */
  readonly specialTokensMask: Int32Array;
  /** Which text of a pair a token belongs to: 0 or 1. */
  readonly typeIds: Int32Array;
  /** 0 for padding, else 1. */
  readonly attentionMask: Int32Array;
  /** What truncation cut off, in pieces as long as this one, each of which repeats `stride` tokens. */
  readonly overflow: readonly Encoding[];
}

/** The tokens of a text while it is being encoded. */
export interface TokenColumns {
  readonly ids: number[];
  readonly tokens: string[];
  readonly offsets: (readonly [number, number])[];
}

/** Makes an encoding of tokens that all came from the text. */
export function encodingOf({ ids, tokens, offsets }: TokenColumns, typeId = 0): Encoding {
  return {
    ids: Int32Array.from(ids),
    tokens,
    offsets,
    specialTokensMask: new Int32Array(ids.length),
    typeIds: new Int32Array(ids.length).fill(typeId),
    attentionMask: new Int32Array(ids.length).fill(1),
    overflow: [],
  };
}

/** Makes an encoding of tokens that did not come from the text: the template's, or padding. */
export function addedEncoding(
  tokens: readonly (readonly [token: string, id: number])[],
  { typeId = 0, attention = 1 }: { typeId?: number; attention?: 0 | 1 } = {},
): Encoding {
  const encoding = encodingOf(
    {
      ids: tokens.map(([, id]) => id),
      tokens: tokens.map(([token]) => token),
      offsets: tokens.map(() => [0, 0] as const),
    },
    typeId,
  );
  encoding.specialTokensMask.fill(1);
  encoding.attentionMask.fill(attention);
  return encoding;
}

/** Cuts out the tokens from `start` to before `end`, without the overflow. */
export function sliceEncoding(encoding: Encoding, start: number, end: number): Encoding {
  return {
    ids: encoding.ids.slice(start, end),
    tokens: encoding.tokens.slice(start, end),
    offsets: encoding.offsets.slice(start, end),
    specialTokensMask: encoding.specialTokensMask.slice(start, end),
    typeIds: encoding.typeIds.slice(start, end),
    attentionMask: encoding.attentionMask.slice(start, end),
    overflow: [],
  };
}

/** Joins encodings, without their overflow. */
export function joinEncodings(encodings: readonly Encoding[]): Encoding {
  return {
    ids: joinNumbers(encodings.map(({ ids }) => ids)),
    tokens: encodings.flatMap(({ tokens }) => tokens),
    offsets: encodings.flatMap(({ offsets }) => offsets),
    specialTokensMask: joinNumbers(encodings.map(({ specialTokensMask }) => specialTokensMask)),
    typeIds: joinNumbers(encodings.map(({ typeIds }) => typeIds)),
    attentionMask: joinNumbers(encodings.map(({ attentionMask }) => attentionMask)),
    overflow: [],
  };
}

function joinNumbers(arrays: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}
