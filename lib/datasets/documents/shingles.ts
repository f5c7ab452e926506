/** Words of a text in lower case, without punctuation. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}

/**
 * Numbers the shingles of a text: every run of `size` words next to each other (Broder, "On the resemblance and
 * containment of documents", 1997). Equal runs have equal numbers; different ones differ but for one pair in 2^32.
 *
 * @returns [words - size + 1] unsigned 32-bit numbers; the whole text is one run when it is shorter
 */
export function shinglesOf(text: string, size: number): Uint32Array {
  const words = wordsOf(text);
  const count = words.length === 0 ? 0 : Math.max(words.length - size + 1, 1);
  return Uint32Array.from({ length: count }, (_, at) => hashOf(words.slice(at, at + size).join(" ")));
}

/** Fowler, Noll and Vo's hash FNV-1a, then mixed as MurmurHash3 ends, because FNV leaves the high bits poor. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return mixed(hash);
}

/** Scrambles a 32-bit number so that each bit depends on all (the end of MurmurHash3). */
export function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
