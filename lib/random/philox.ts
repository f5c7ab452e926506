/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw,
 * "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011). It is a keyed scrambling of a counter:
 * no state runs through it, so any block of any stream can be computed on its own.
 */

/** Four unsigned 32-bit words. */
export type Words = readonly [number, number, number, number];
/** Two unsigned 32-bit words: what tells one generator from another. */
export type Key = readonly [number, number];

const firstMultiplier = 0xd2511f53;
const secondMultiplier = 0xcd9e8d57;
const goldenRatio = 0x9e3779b9;
const rootOfThree = 0xbb67ae85;
const rounds = 10;

/**
 * Scrambles one counter under one key into four random words.
 *
 * @param counter four words; each different counter gives an independent block.
 * @param key two words.
 *
 * @example
 * philox([0, 0, 0, 0], [0, 0])[0].toString(16) // "6627e8d5"
 */
export function philox(counter: Words, key: Key): Words {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < rounds; round++) {
    const high0 = highWord(firstMultiplier, c0);
    const low0 = Math.imul(firstMultiplier, c0);
    const high1 = highWord(secondMultiplier, c2);
    const low1 = Math.imul(secondMultiplier, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + goldenRatio) >>> 0;
    k1 = (k1 + rootOfThree) >>> 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/** The upper 32 bits of the 64-bit product of two words, from 16-bit halves whose products a double holds exactly. */
function highWord(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + (middle >>> 16) + (carry >>> 16)) | 0;
}
