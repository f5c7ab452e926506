import { expect } from "chai";
import { createCanvas } from "../../../lib/display/render/canvas.ts";
import { encodeIndexedPng, encodePng } from "../../../lib/display/render/png.ts";
import { readPng } from "../read-png.ts";

/** A picture whose pixels have the given colours. */
function picture(width: number, colors: readonly number[]) {
  const data = Uint8Array.from(colors.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255, 255]));
  return { width, height: colors.length / width, data };
}

describe("encodePng", () => {
  it("keeps every pixel", () => {
    const { colorAt } = readPng(encodePng(picture(2, [0xff0000, 0x00ff00, 0x0000ff, 0x123456])));
    expect([colorAt(0, 0), colorAt(1, 0), colorAt(0, 1), colorAt(1, 1)]).to.deep.equal([
      0xff0000, 0x00ff00, 0x0000ff, 0x123456,
    ]);
  });

  it("writes the bytes that another encoder's reader expects", () => {
    // python3 -c "import zlib; print(hex(zlib.crc32(b'IEND')))" gives 0xae426082
    const file = encodePng(picture(1, [0]));
    expect(file.subarray(0, 8).toString("hex")).to.equal("89504e470d0a1a0a");
    expect(file.subarray(-12).toString("hex")).to.equal("0000000049454e44ae426082");
  });
});

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

describe("the canvas", () => {
  it("paints pixels and rectangles, and cuts off what lies outside", () => {
    const canvas = createCanvas(3, 2);
    const { context } = canvas;
    context.fillStyle = "rgb(255, 0, 0)";
    context.fillRect(1, 0, 5, 1);
    const image = context.createImageData(1, 1);
    image.data.set([0, 0, 255, 255]);
    context.putImageData(image, 0, 1);
    const { colorAt } = readPng(Buffer.from(canvas.toDataURL().split(",")[1] ?? "", "base64"));
    expect([colorAt(0, 0), colorAt(1, 0), colorAt(2, 0), colorAt(0, 1)]).to.deep.equal([
      0, 0xff0000, 0xff0000, 0x0000ff,
    ]);
  });

  it("refuses colours that it cannot read", () => {
    const { context } = createCanvas(1, 1);
    context.fillStyle = "red";
    expect(() => context.fillRect(0, 0, 1, 1)).to.throw('Cannot fill with "red"');
  });
});
