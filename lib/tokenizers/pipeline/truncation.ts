import { type Encoding, sliceEncoding } from "./encoding.ts";

/** How to shorten what is too long for a model. */
export interface Truncation {
  /** The most tokens that may remain, those of the template among them. */
  readonly length: number;
  /** How many tokens each piece of the overflow repeats of the one before it; 0 when left out. */
  readonly stride?: number;
  /** The side that is cut off; "right" when left out. */
  readonly side?: "left" | "right";
  /** Which text of a pair is shortened; "longest" when left out. */
  readonly of?: "longest" | "first" | "second";
}

/**
 * Shortens one encoding or a pair of them, so that together they have `length` tokens at most.
 * What is cut off becomes their overflow.
 *
 * @param length what the template leaves of the length that the truncation asks for.
 * @throws RangeError if the stride is not below the length, or the text to be shortened is too short for that.
 */
export function truncate(
  first: Encoding,
  second: Encoding | undefined,
  truncation: Truncation,
  length: number,
): [Encoding, Encoding | undefined] {
  const { side = "right", of = "longest" } = truncation;
  const stride = truncation.stride ?? 0;
  if (!Number.isInteger(length) || length < 0) {
    throw new RangeError(
      `Cannot truncate to ${truncation.length} tokens: the special tokens need ${truncation.length - length} of them`,
    );
  }
  const [n, m] = [first.ids.length, second?.ids.length ?? 0];
  if (n + m <= length) {
    return [first, second];
  }
  const cut = (encoding: Encoding, keep: number) => cutEncoding(encoding, keep, stride, side);
  if (second === undefined) {
    return [cut(first, length), undefined];
  }
  if (of === "longest") {
    const [keepFirst, keepSecond] = shares(n, m, length);
    return [cut(first, keepFirst), cut(second, keepSecond)];
  }
  const excess = n + m - length;
  const shortened = of === "first" ? n : m;
  if (shortened <= excess) {
    throw new RangeError(
      `Cannot shorten the ${of} text by ${excess} tokens: it has ${shortened}; truncate the longest, or allow more tokens`,
    );
  }
  return of === "first" ? [cut(first, n - excess), second] : [first, cut(second, m - excess)];
}

/** Shortens the longer of two first, then both alike. */
function shares(n: number, m: number, length: number): [number, number] {
  const shorter = Math.min(n, m);
  let [less, more] = [shorter, shorter > length ? shorter : Math.max(shorter, length - shorter)];
  if (less + more > length) {
    less = Math.floor(length / 2);
    more = less + (length % 2);
  }
  return n > m ? [more, less] : [less, more];
}

function cutEncoding(encoding: Encoding, keep: number, stride: number, side: "left" | "right"): Encoding {
  const size = encoding.ids.length;
  if (keep >= size) {
    return encoding;
  }
  if (keep === 0) {
    return { ...sliceEncoding(encoding, 0, 0), overflow: [sliceEncoding(encoding, 0, size)] };
  }
  if (stride >= keep || !Number.isInteger(stride) || stride < 0) {
    throw new RangeError(
      `Cannot truncate to ${keep} tokens with a stride of ${stride}: the stride is a whole number below the length`,
    );
  }
  const pieces: Encoding[] = [];
  for (let done = 0; ; done += keep - stride) {
    const reach = Math.min(done + keep, size);
    pieces.push(
      side === "right"
        ? sliceEncoding(encoding, done, reach)
        : sliceEncoding(encoding, Math.max(0, size - done - keep), size - done),
    );
    if (reach === size) break;
  }
  const [kept = encoding, ...overflow] = pieces;
  return { ...kept, overflow };
}
