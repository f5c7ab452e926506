import { deflateSync } from "node:zlib";

/** Pixels in rows from the top, four bytes each: red, green, blue, opacity. */
export interface ImagePixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const paletteSize = 256;

/** Writes pixels as a PNG file, every pixel as it is (W3C, Portable Network Graphics, third edition). */
export function encodePng({ width, height, data }: ImagePixels): Buffer {
  const truecolorWithOpacity = 6;
  return pngFile(width, height, truecolorWithOpacity, [], data, 4);
}

/**
 * Writes an opaque picture as a PNG file of one byte per pixel: a chart is then a third as large as with full colours,
 * and a notebook with ten of them stays small.
 *
 * Up to 256 colours stay as they are. Of more, which the softened edges of letters and the steps of a colour scale
 * make, neighbours are merged into the most frequent among them: each channel in steps just wide enough.
 */
export function encodeIndexedPng({ width, height, data }: ImagePixels): Buffer {
  const colors = new Uint32Array(width * height);
  for (let pixel = 0; pixel < colors.length; pixel++) {
    colors[pixel] = ((data[4 * pixel] ?? 0) << 16) | ((data[4 * pixel + 1] ?? 0) << 8) | (data[4 * pixel + 2] ?? 0);
  }
  const merged = mergeColors(countColors(colors));
  const palette = [...new Set(merged.values())];
  const places = new Map(palette.map((color, index) => [color, index]));
  const indices = new Map([...merged].map(([color, kept]) => [color, places.get(kept) ?? 0]));
  const bytes = new Uint8Array(colors.length);
  forEachRun(colors, (color, start, end) => bytes.fill(indices.get(color) ?? 0, start, end));
  const indexed = 3;
  return pngFile(width, height, indexed, [chunk("PLTE", Buffer.from(palette.flatMap(channels)))], bytes, 1);
}

/** Lists the colours from the most to the least frequent; equally frequent ones by their number, always the same way. */
function countColors(colors: Uint32Array): number[] {
  const counts = new Map<number, number>();
  forEachRun(colors, (color, start, end) => counts.set(color, (counts.get(color) ?? 0) + end - start));
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b).map(([color]) => color);
}

/** Goes through runs of one colour, of which a chart has far fewer than pixels. */
function forEachRun(colors: Uint32Array, visit: (color: number, start: number, end: number) => void): void {
  let start = 0;
  for (let end = 1; end <= colors.length; end++) {
    const color = colors[start];
    if (color !== undefined && colors[end] !== color) {
      visit(color, start, end);
      start = end;
    }
  }
}

/** Maps each colour to one of at most 256: the first of those that share its step in every channel. */
function mergeColors(colors: readonly number[]): Map<number, number> {
  for (let step = 1; ; step++) {
    const kept = new Map<number, number>();
    const merged = new Map<number, number>();
    for (const color of colors) {
      const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => Math.floor(channel / step));
      const bucket = (red << 16) | (green << 8) | blue;
      const first = kept.get(bucket) ?? color;
      kept.set(bucket, first);
      merged.set(color, first);
    }
    if (kept.size <= paletteSize) {
      return merged;
    }
  }
}

function channels(color: number): number[] {
  return [color >> 16, (color >> 8) & 0xff, color & 0xff];
}

function pngFile(
  width: number,
  height: number,
  colorType: number,
  palette: Buffer[],
  pixels: Uint8Array | Uint8ClampedArray,
  bytesPerPixel: number,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colorType, 0, 0, 0], 8);
  const rowLength = bytesPerPixel * width;
  // Every row begins with the number of its filter: 0, none, which suits large areas of one colour.
  const rows = Buffer.alloc(height * (1 + rowLength));
  for (let y = 0; y < height; y++) {
    rows.set(pixels.subarray(rowLength * y, rowLength * (y + 1)), y * (1 + rowLength) + 1);
  }
  const content = chunk("IDAT", deflateSync(rows, { level: 9 }));
  return Buffer.concat([signature, chunk("IHDR", header), ...palette, content, chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(content.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

/** The checksum of PNG chunks. Node has its own only from version 22.2. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return ~crc >>> 0;
}
