import { expect } from "chai";
import { createCanvas } from "../../../lib/display/render/canvas.ts";
import { readPng } from "../read-png.ts";

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
