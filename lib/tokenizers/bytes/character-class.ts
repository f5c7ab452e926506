/** What the split patterns tell apart: letters (\p{L}), numbers (\p{N}), white space, and all else. */
export const other = 0;
export const letter = 1;
export const number = 2;
export const space = 3;

const unknown = 4;
/** The class of every UTF-16 unit that was asked about: a text has few different ones, of 65,536. */
const known = new Uint8Array(0x10000).fill(unknown);

/** Finds the class of a UTF-16 unit; half of a surrogate pair is `other`: ask `classOfPoint` about the whole. */
export function classOfUnit(unit: number): number {
  const found = known[unit] ?? other;
  return found === unknown ? classify(unit) : found;
}

function classify(unit: number): number {
  const found = classOfPoint(unit);
  known[unit] = found;
  return found;
}

/** Finds the class of a code point. */
export function classOfPoint(point: number): number {
  const character = String.fromCodePoint(point);
  if (/^\p{L}/u.test(character)) return letter;
  if (/^\p{N}/u.test(character)) return number;
  return /^\p{White_Space}/u.test(character) ? space : other;
}
