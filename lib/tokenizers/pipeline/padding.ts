import { addedEncoding, type Encoding, joinEncodings } from "./encoding.ts";

/** How to make encodings equally long. */
export interface Padding {
  /** The token that fills up. */
  readonly token: string;
  readonly id: number;
  readonly typeId?: number;
  /** How long all become; as long as the longest of the batch when left out. */
  readonly length?: number;
  /** Rounds the length up to a multiple of this, which some processors compute faster. */
  readonly multipleOf?: number;
  /** The side where the padding stands; "right" when left out. */
  readonly side?: "left" | "right";
}

/** Makes encodings equally long, their overflow too. An encoding that is longer than asked for stays as it is. */
export function pad(encodings: readonly Encoding[], padding: Padding): Encoding[] {
  const longest = padding.length ?? encodings.reduce((most, { ids }) => Math.max(most, ids.length), 0);
  const multiple = padding.multipleOf ?? 1;
  if (!Number.isInteger(longest) || longest < 0 || !Number.isInteger(multiple) || multiple < 1) {
    throw new RangeError(
      `Cannot pad to ${longest} tokens in multiples of ${multiple}: the length is a whole number, a multiple is 1 or more`,
    );
  }
  const length = Math.ceil(longest / multiple) * multiple;
  return encodings.map((encoding) => padTo(encoding, length, padding));
}

function padTo(encoding: Encoding, length: number, padding: Padding): Encoding {
  const missing = length - encoding.ids.length;
  const overflow = encoding.overflow.map((piece) => padTo(piece, length, padding));
  if (missing <= 0) {
    return { ...encoding, overflow };
  }
  const filling = addedEncoding(Array(missing).fill([padding.token, padding.id]), {
    typeId: padding.typeId ?? 0,
    attention: 0,
  });
  return { ...joinEncodings(padding.side === "left" ? [filling, encoding] : [encoding, filling]), overflow };
}
