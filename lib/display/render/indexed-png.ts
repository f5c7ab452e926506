import { encode } from "fast-png";

/** Pixels in rows from the top, four bytes each: red, green, blue, opacity. */
export interface ImagePixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

const paletteSize = 256;

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
  const image = { width, height, data: bytes, channels: 1, depth: 8, palette: palette.map(channels) } as const;
  return Buffer.from(encode(image, { zlib: { level: 9 } }));
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
