import { inflateSync } from "node:zlib";

/** A PNG file taken apart: its size, and the colour of each pixel as `0xRRGGBB`. */
export interface ReadPng {
  width: number;
  height: number;
  colorAt(x: number, y: number): number;
  /** Every colour and how many pixels have it. */
  counts: Map<number, number>;
}

/** Reads the PNG files that the library writes: 8 bits, rows without a filter, with a palette or with four channels. */
export function readPng(file: Buffer): ReadPng {
  if (file.toString("latin1", 1, 4) !== "PNG") {
    throw new Error("Cannot read the picture: it has no PNG signature");
  }
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; at += file.readUInt32BE(at) + 12) {
    chunks.set(file.toString("latin1", at + 4, at + 8), file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  const header = chunks.get("IHDR") ?? Buffer.alloc(13);
  const palette = chunks.get("PLTE");
  const rows = inflateSync(chunks.get("IDAT") ?? Buffer.alloc(0));
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const pixelSize = palette ? 1 : 4;

  function colorAt(x: number, y: number): number {
    const pixel = y * (1 + pixelSize * width) + 1 + pixelSize * x;
    return palette ? palette.readUIntBE(3 * rows.readUInt8(pixel), 3) : rows.readUIntBE(pixel, 3);
  }

  const counts = new Map<number, number>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const color = colorAt(x, y);
      counts.set(color, (counts.get(color) ?? 0) + 1);
    }
  }
  return { width, height, colorAt, counts };
}
