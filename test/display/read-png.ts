import { convertIndexedToRgb, decode } from "fast-png";

/** A picture: its size, and the colour of each pixel as `0xRRGGBB`. */
export interface Picture {
  width: number;
  height: number;
  colorAt(x: number, y: number): number;
  /** Every colour and how many pixels have it. */
  counts: Map<number, number>;
}

/** Reads a PNG file, with a palette or without. */
export function readPng(file: Buffer): Picture {
  const image = decode(file);
  const { width, height } = image;
  const data = Buffer.from(image.palette ? convertIndexedToRgb(image) : image.data);
  const channels = data.length / (width * height);
  const colorAt = (x: number, y: number) => data.readUIntBE(channels * (y * width + x), 3);
  const counts = new Map<number, number>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const color = colorAt(x, y);
      counts.set(color, (counts.get(color) ?? 0) + 1);
    }
  }
  return { width, height, colorAt, counts };
}
