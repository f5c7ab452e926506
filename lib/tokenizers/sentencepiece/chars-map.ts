/** Rules that replace characters, and sequences of characters, compiled into a tree over their UTF-8 bytes. */
export interface CharsMap {
  /**
   * Finds the longest rule that begins at a byte; afterwards `length` and `replacement` say what it found.
   *
   * @returns whether there is one.
   */
  match(bytes: Uint8Array, at: number): boolean;
  /** Finds the shortest rule at the beginning, as Hugging Face's packages apply it. */
  shortest(bytes: Uint8Array): string | undefined;
  /** Which characters of ASCII begin no rule of ASCII alone: 1 for these. Before another of ASCII they stay. */
  readonly plain: Uint8Array;
  /** How many bytes the last match took. */
  readonly length: number;
  readonly replacement: string;
}

/**
 * Reads the rules as SentencePiece stores them: the size of a double array (darts-clone's), the array, and the
 * replacements, each ended by a zero byte.
 *
 * @throws Error for rules that are cut short; an array that points outside itself just has no rule there.
 */
export function readCharsMap(blob: Uint8Array): CharsMap {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const size = blob.length < 4 ? 0 : view.getUint32(0, true);
  if (size < 4 || size % 4 !== 0 || size > blob.length - 5 || blob.at(-1) !== 0) {
    throw new Error(
      `Cannot read the character rules: of ${blob.length} bytes ${size} should be their tree, and the last should be 0`,
    );
  }
  const units = Uint32Array.from({ length: size / 4 }, (_, at) => view.getUint32(4 + 4 * at, true));
  const texts = blob.subarray(4 + size);
  const decoded = new Map<number, string>();

  function textAt(offset: number): string {
    let text = decoded.get(offset);
    if (text === undefined) {
      if (offset >= texts.length) {
        throw new Error(
          `Cannot use the character rules: one is replaced by the text at ${offset} of ${texts.length} bytes`,
        );
      }
      text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(texts.subarray(offset, texts.indexOf(0, offset)));
      decoded.set(offset, text);
    }
    return text;
  }

  const start = offsetOf(units[0] ?? 0);

  function isPlain(byte: number): boolean {
    const unit = units[start ^ byte] ?? 0;
    if ((unit & 0x800000ff) !== byte) return true;
    const base = start ^ byte ^ offsetOf(unit);
    const goesOn = (next: number) => ((units[base ^ next] ?? noUnit) & 0x800000ff) === next;
    return ((unit >>> 8) & 1) === 0 && !Array.from({ length: 127 }, (_, at) => at + 1).some(goesOn);
  }

  const map = {
    plain: Uint8Array.from({ length: 128 }, (_, byte) => (byte > 0 && isPlain(byte) ? 1 : 0)),
    length: 0,
    replacement: "",
    match(bytes: Uint8Array, from: number): boolean {
      let node = start;
      let found = -1;
      for (let at = from; at < bytes.length; at++) {
        const byte = bytes[at] ?? 0;
        node ^= byte;
        const unit = units[node];
        // The label is in the lowest byte; the highest bit marks a value, which is no step.
        if (unit === undefined || (unit & 0x800000ff) !== byte) break;
        node ^= offsetOf(unit);
        if (((unit >>> 8) & 1) === 1) {
          found = (units[node] ?? 0) & 0x7fffffff;
          map.length = at + 1 - from;
        }
      }
      if (found === -1) return false;
      map.replacement = textAt(found);
      return true;
    },
    shortest(bytes: Uint8Array): string | undefined {
      let node = start;
      for (const byte of bytes) {
        node ^= byte;
        const unit = units[node];
        if (byte === 0 || unit === undefined || (unit & 0x800000ff) !== byte) return undefined;
        node ^= offsetOf(unit);
        if (((unit >>> 8) & 1) === 1) return textAt((units[node] ?? 0) & 0x7fffffff);
      }
      return undefined;
    },
  };
  return map;
}

/** Is no step: it has the mark of a value. */
const noUnit = 0x80000000;

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
}
