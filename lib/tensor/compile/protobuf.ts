/**
 * Writes the wire format of protocol buffers (https://protobuf.dev/programming-guides/encoding): what TensorFlow reads
 * graphs in. A message is its fields, one after the other.
 */
export function message(...fields: Uint8Array[]): Uint8Array {
  return Buffer.concat(fields);
}

/** A field of a whole number, negative ones as 64 bits. */
export function wholeField(field: number, value: number | boolean): Uint8Array {
  return message(variableLength(BigInt(field << 3)), variableLength(BigInt.asUintN(64, BigInt(value))));
}

/** A field of a float32. */
export function floatField(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return message(variableLength(BigInt((field << 3) | 5)), bytes);
}

/** A field of bytes, a text or another message. */
export function bytesField(field: number, value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === "string" ? Buffer.from(value) : value;
  return message(variableLength(BigInt((field << 3) | 2)), variableLength(BigInt(bytes.length)), bytes);
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function variableLength(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
