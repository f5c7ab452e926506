import { expect } from "chai";
import { rasterize } from "../../../lib/display/render/rasterize.ts";
import { readPng } from "../read-png.ts";

function svg(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="60" height="30">${content}</svg>`;
}

function text(letters: string, style = ""): string {
  return svg(`<text x="5" y="20" style="${style}">${letters}</text>`);
}

async function ink(picture: string): Promise<number> {
  const { counts, width, height } = readPng(await rasterize(picture));
  return width * height - (counts.get(0xffffff) ?? 0);
}

describe("rasterize", () => {
  it("draws text in whatever family it is asked for", async () => {
    const plain = await rasterize(text("Attention"));
    expect(await ink(text("Attention"))).to.be.greaterThan(50);
    expect(await rasterize(text("Attention", "font-family: 'Comic Sans MS', cursive"))).to.deep.equal(plain);
  });

  it("draws bold text bolder", async () => {
    expect(await ink(text("Attention", "font-weight: bold"))).to.be.greaterThan(1.2 * (await ink(text("Attention"))));
  });

  it("draws letters of tokenizers, minus signs and superscripts", async () => {
    for (const letter of ["Ġ", "▁", "−", "²", "→", "↵", "é", "Ω", "я"]) {
      expect(await ink(text(letter)), letter).to.be.greaterThan(5);
    }
  });

  it("draws a box where the font has no form", async () => {
    expect(await rasterize(text("中"))).to.deep.equal(await rasterize(text("□")));
  });

  it("keeps the edges of enlarged pixels hard", async () => {
    // Two pixels, black and white, written by Python's zlib.
    const pixels =
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR42mNgYGD4//8/AAYBAv67yYXpAAAAAElFTkSuQmCC";
    const image = `<image xlink:href="${pixels}" width="40" height="30" preserveAspectRatio="none" style="image-rendering: pixelated"/>`;
    const { counts } = readPng(await rasterize(svg(image)));
    expect([...counts.keys()].sort()).to.deep.equal([0x000000, 0xffffff]);
  });

  it("draws a pixel per unit", async () => {
    const { width, height } = readPng(await rasterize(text("a")));
    expect([width, height]).to.deep.equal([60, 30]);
  });
});
