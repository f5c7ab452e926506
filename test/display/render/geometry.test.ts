import { expect } from "chai";
import { JSDOM } from "jsdom";
import { loadFonts } from "../../../lib/display/render/font.ts";
import { createGeometry } from "../../../lib/display/render/geometry.ts";
import { pathLength, pathPoints, pointAtLength } from "../../../lib/display/render/path.ts";
import { compose, parseTransform, transformBox } from "../../../lib/display/render/transform.ts";

const { regular, bold } = loadFonts();

describe("the font", () => {
  it("has the widths that its tables give", () => {
    // fontTools: TTFont("DejaVuSans.ttf")["hmtx"]["A"][0] / 2048 == 1401 / 2048
    expect(regular.advance(0x41)).to.equal(1401 / 2048);
    expect(bold.advance(0x41)).to.be.greaterThan(1401 / 2048);
  });

  it("knows what it cannot draw", () => {
    expect(regular.has(0x2581)).to.equal(true);
    expect(regular.has(0x4e2d)).to.equal(false);
  });
});

describe("the geometry of SVG elements", () => {
  const { boundingBox, pageBox } = createGeometry({ regular, bold });

  function element(content: string): Element {
    const { document } = new JSDOM(`<svg xmlns="http://www.w3.org/2000/svg">${content}</svg>`).window;
    const found = document.querySelector("#here");
    if (found === null) {
      throw new Error("Cannot find #here in the test's SVG");
    }
    return found;
  }

  const width = (letters: string, size: number) =>
    [...letters].reduce((sum, letter) => sum + size * regular.advance(letter.codePointAt(0) ?? 0), 0);

  it("measures text by the widths of its letters, from its anchor", () => {
    const box = boundingBox(element('<text id="here" x="100" y="50" text-anchor="end" font-size="20">Ab</text>'));
    // Sums of floating-point numbers, hence the tolerance.
    expect(box.width).to.be.closeTo(width("Ab", 20), 1e-9);
    expect(box.x).to.be.closeTo(100 - width("Ab", 20), 1e-9);
    expect(box.y).to.be.below(50);
    expect(box.y + box.height).to.be.above(50);
  });

  it("measures raised letters at their own size", () => {
    const box = boundingBox(
      element('<text id="here" style="font-size: 10px">n<tspan style="font-size:70%" dy="-0.6em">2</tspan></text>'),
    );
    expect(box.width).to.be.closeTo(width("n", 10) + width("2", 7), 1e-9);
  });

  it("measures several lines as the longest, one below the other", () => {
    const line = (text: string) => `<tspan class="line">${text}</tspan>`;
    const box = boundingBox(element(`<text id="here" style="font-size: 10px">${line("a")}${line("abc")}</text>`));
    expect(box.width).to.be.closeTo(width("abc", 10), 1e-9);
    expect(box.height).to.be.closeTo(10 * (0.928 + 0.236 + 1.3), 1e-9);
  });

  it("measures groups by what they hold, with every transform", () => {
    const content =
      '<rect x="1" y="2" width="3" height="4"/><path d="M10,10h5v-5"/><defs><rect width="99" height="99"/></defs>';
    const group = element(`<g transform="translate(100,0)"><g id="here" transform="scale(2)">${content}</g></g>`);
    expect(boundingBox(group)).to.deep.equal({ x: 1, y: 2, width: 14, height: 8 });
    expect(pageBox(group)).to.deep.equal({ x: 102, y: 4, width: 28, height: 16 });
  });
});

describe("paths", () => {
  it("go through the ends of their steps, absolute and relative", () => {
    expect(pathPoints("M1,2L3,4h5v6H0V0l1,1,1,1Z")).to.deep.equal([
      [1, 2],
      [3, 4],
      [8, 4],
      [8, 10],
      [0, 10],
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(pathPoints("M0,0c1,1 2,1 3,0s2,-1 3,0")).to.deep.equal([
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 0],
      [5, -1],
      [6, 0],
    ]);
    expect(pathPoints("M-1.5-.5A5,5 0 1,1 1e1,2")).to.deep.equal([
      [-1.5, -0.5],
      [10, 2],
    ]);
  });

  it("are measured along their lines", () => {
    expect(pathLength("M0,0L3,4v5")).to.equal(10);
    expect(pointAtLength("M0,0L3,4v5", 7)).to.deep.equal({ x: 3, y: 6 });
    expect(pointAtLength("M0,0h10", 99)).to.deep.equal({ x: 10, y: 0 });
  });
});

describe("transforms", () => {
  it("apply from the inside to the outside", () => {
    const box = transformBox(parseTransform("translate(10,20)scale(2)"), { x: 1, y: 1, width: 1, height: 1 });
    expect(box).to.deep.equal({ x: 12, y: 22, width: 2, height: 2 });
  });

  it("turn about a point", () => {
    const box = transformBox(parseTransform("rotate(90, 10, 10)"), { x: 10, y: 10, width: 4, height: 2 });
    // cos(90 degrees) is 6e-17 in floating point.
    expect(box.x).to.be.closeTo(8, 1e-9);
    expect(box.width).to.be.closeTo(2, 1e-9);
    expect(box.height).to.be.closeTo(4, 1e-9);
  });

  it("refuse what they do not know", () => {
    expect(() => parseTransform("skewX(10)")).to.throw('Cannot read the SVG transform "skewX"');
    expect(compose(parseTransform(null), parseTransform("matrix(1,2,3,4,5,6)"))).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });
});
