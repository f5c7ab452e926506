import { encode } from "fast-png";
import type { ImagePixels } from "./indexed-png.ts";

/** The part of a browser's 2D canvas that plotly paints heatmaps with: pixels, and filled rectangles. */
export interface Canvas {
  readonly context: {
    fillStyle: string;
    createImageData(width: number, height: number): ImagePixels;
    putImageData(image: ImagePixels, x: number, y: number): void;
    fillRect(x: number, y: number, width: number, height: number): void;
  };
  toDataURL(): string;
}

/** Makes a transparent canvas. */
export function createCanvas(width: number, height: number): Canvas {
  const pixels = new Uint8ClampedArray(4 * width * height);

  function set(x: number, y: number, color: ArrayLike<number>): void {
    if (x >= 0 && x < width && y >= 0 && y < height) {
      pixels.set(Array.from(color), 4 * (y * width + x));
    }
  }

  return {
    context: {
      fillStyle: "rgba(0, 0, 0, 1)",
      createImageData: (imageWidth, imageHeight) => ({
        width: imageWidth,
        height: imageHeight,
        data: new Uint8ClampedArray(4 * imageWidth * imageHeight),
      }),
      putImageData(image, left, top) {
        for (let y = 0; y < image.height; y++) {
          for (let x = 0; x < image.width; x++) {
            const start = 4 * (y * image.width + x);
            set(left + x, top + y, image.data.subarray(start, start + 4));
          }
        }
      },
      fillRect(left, top, rectWidth, rectHeight) {
        const color = parseColor(this.fillStyle);
        for (let y = Math.round(top); y < Math.round(top + rectHeight); y++) {
          for (let x = Math.round(left); x < Math.round(left + rectWidth); x++) {
            set(x, y, color);
          }
        }
      },
    },
    toDataURL: () => `data:image/png;base64,${Buffer.from(encode({ width, height, data: pixels })).toString("base64")}`,
  };
}

/** Reads `rgb(r, g, b)` and `rgba(r, g, b, opacity)`, the two forms that plotly writes. */
function parseColor(color: string): [number, number, number, number] {
  const [red, green, blue, opacity = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  if (!/^rgba?\(/.test(color) || red === undefined || green === undefined || blue === undefined) {
    throw new Error(`Cannot fill with "${color}": this canvas knows rgb(...) and rgba(...)`);
  }
  return [red, green, blue, Math.round(255 * opacity)];
}
