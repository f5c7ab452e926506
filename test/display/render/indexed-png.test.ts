import { expect } from "chai";
import { encodeIndexedPng } from "../../../lib/display/render/indexed-png.ts";
import { readPng } from "../read-png.ts";

/** A picture whose pixels have the given colours. */
function picture(width: number, colors: readonly number[]) {
  const data = Uint8Array.from(colors.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255, 255]));
  return { width, height: colors.length / width, data };
}

describe("encodeIndexedPng", () => {
  it("keeps up to 256 colours as they are", () => {
    const colors = Array.from({ length: 256 }, (_, index) => index * 0x010101);
    const { colorAt } = readPng(encodeIndexedPng(picture(16, colors)));
    expect(colors.map((_, index) => colorAt(index % 16, Math.floor(index / 16)))).to.deep.equal(colors);
  });

  it("merges more colours with their neighbours only, and keeps the frequent ones", () => {
    const shades = Array.from({ length: 2000 }, (_, index) => {
      const shade = Math.floor((index * 256) / 2000);
      return (shade << 16) | ((255 - shade) << 8) | (index % 64);
    });
    const frequent = Array.from({ length: 1000 }, () => 0xfe0102);
    const colors = [...shades, ...frequent];
    const { counts, colorAt } = readPng(encodeIndexedPng(picture(100, colors)));
    expect(counts.size).to.be.at.most(256);
    expect(counts.get(0xfe0102)).to.be.at.least(1000);
    const furthest = Math.max(
      ...colors.flatMap((color, index) => {
        const written = colorAt(index % 100, Math.floor(index / 100));
        return [16, 8, 0].map((shift) => Math.abs(((color >> shift) & 255) - ((written >> shift) & 255)));
      }),
    );
    // A step of 16 would leave 16 x 16 x 4 places for these colours, of which they take fewer than 256.
    expect(furthest).to.be.below(16);
  });
});
