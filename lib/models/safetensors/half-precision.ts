/**
 * Widens numbers of 16 bits to 32, exactly: a sign, 5 bits of exponent and 10 of fraction, as IEEE 754 lays them out.
 *
 * @param words each number's bits.
 *
 * @example
 * widenFloat16(Uint16Array.of(0x3c00, 0xc000)) // Float32Array [1, -2]
 */
export function widenFloat16(words: Uint16Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(words.length);
  const bits = new Uint32Array(values.buffer);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0;
    const exponent = (word >>> 10) & 0x1f;
    const fraction = word & 0x3ff;
    if (exponent === 0) {
      // Too small for a leading 1: a number of steps of 2^-24, which 32 bits hold with one.
      values[at] = (word & 0x8000 ? -1 : 1) * fraction * 2 ** -24;
    } else {
      // The exponent counts from 15 there and from 127 here; all ones mean infinity, or NaN, in both.
      const widened = exponent === 0x1f ? 0xff : exponent + 112;
      bits[at] = ((word & 0x8000) << 16) | (widened << 23) | (fraction << 13);
    }
  }
  return values;
}

/**
 * Widens bfloat16 to 32 bits, exactly: it is the upper half of such a number.
 *
 * @param words each number's bits.
 *
 * @example
 * widenBfloat16(Uint16Array.of(0x3f80, 0xc000)) // Float32Array [1, -2]
 */
export function widenBfloat16(words: Uint16Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(words.length);
  const bits = new Uint32Array(values.buffer);
  for (let at = 0; at < words.length; at++) {
    bits[at] = (words[at] ?? 0) << 16;
  }
  return values;
}
