import { writeFileSync } from "node:fs";

/** Puts a file together byte by byte, as right or wrong as the test wants it. */
export function rawFile(
  path: string,
  {
    header,
    data = 0,
    headerLength,
  }: { header: string | Uint8Array; data?: number | Uint8Array; headerLength?: bigint },
): string {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(headerLength ?? BigInt(text.length));
  writeFileSync(path, Buffer.concat([length, text, Buffer.from(typeof data === "number" ? Buffer.alloc(data) : data)]));
  return path;
}

/** An entry of a header, of four float32 numbers in 16 bytes unless told otherwise. */
export function entry(parts: { dtype?: unknown; shape?: unknown; data_offsets?: unknown } = {}): string {
  return JSON.stringify({ dtype: "F32", shape: [4], data_offsets: [0, 16], ...parts });
}
