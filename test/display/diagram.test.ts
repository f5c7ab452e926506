import { expect } from "chai";
import type { DiagramOptions, Figure } from "../../lib/display/index.ts";
import { diagram } from "../../lib/display/index.ts";

type Numbers = Record<string, number>;

const title = "A model";
const boxes = {
  words: { at: [0, 0], outline: false },
  encoder: { at: [0, 1], kind: "part" },
  decoder: { at: [2, 2], kind: "part" },
} as const;

const listOf = ({ layout }: Figure, name: string) => {
  const list = layout[name];
  expect(list).to.be.an("array");
  return Array.isArray(list) ? list : [];
};
const rectangles = (figure: Figure): Numbers[] => listOf(figure, "shapes").filter(({ type }) => type === "rect");
const texts = (figure: Figure): string[] => listOf(figure, "annotations").map(({ text }) => text);

/** The corners of the arrows' lines; the tip follows from the annotation. */
const ways = (figure: Figure): number[][][] =>
  listOf(figure, "shapes")
    .filter(({ type }) => type === "path")
    .map(({ path }) =>
      String(path)
        .replace("M", "")
        .split("L")
        .map((corner) => corner.split(",").map(Number)),
    );
const tips = (figure: Figure): Numbers[] => listOf(figure, "annotations").filter(({ arrowhead }) => arrowhead === 2);

const draw = (arrow: NonNullable<DiagramOptions["arrows"]>[number]) => diagram({ boxes, arrows: [arrow], title });

describe("a diagram", () => {
  it("has each box where it is wanted, and none around a word", () => {
    const drawn = rectangles(diagram({ boxes, title }));
    const middles = drawn.map(({ x0 = 0, x1 = 0, y0 = 0, y1 = 0 }) => [
      (x0 + x1) / 2,
      Math.round(500 * (y0 + y1)) / 1000,
    ]);
    expect(middles).to.deep.equal([
      [0, 1],
      [2, 2],
    ]);
  });

  it("is as large as its columns and rows", () => {
    const size = (scale: object) => {
      const { width, height } = diagram({ boxes, title, ...scale }).layout;
      return [Number(width), Number(height)] as const;
    };
    const [[width, height], [wide], [, high]] = [size({}), size({ columnWidth: 320 }), size({ rowHeight: 128 })];
    expect(wide).to.be.greaterThan(1.5 * width);
    expect(high).to.be.greaterThan(1.5 * height);
  });

  it("gives boxes of one kind one colour, and of another kind another", () => {
    const other = { ...boxes, linear: { at: [1, 0], kind: "other" } } as const;
    const [encoder, decoder, linear] = rectangles(diagram({ boxes: other, title })).map(({ fillcolor }) => fillcolor);
    expect(encoder).to.equal(decoder).and.not.to.equal(linear);
  });

  it("breaks long texts into lines, and makes the box higher", () => {
    const long = { long: { at: [0, 0], text: "masked multi-head self-attention" } } as const;
    const figure = diagram({ boxes: long, title });
    expect(texts(figure)).to.deep.equal(["masked multi-head<br>self-attention"]);
    const [{ y0 = 0, y1 = 0 } = {}] = rectangles(figure);
    const [{ y0: low = 0, y1: high = 0 } = {}] = rectangles(diagram({ boxes: { short: { at: [0, 0] } }, title }));
    expect(y1 - y0).to.be.greaterThan(1.3 * (high - low));
  });

  it("shows tokens in angle brackets letter by letter", () => {
    expect(texts(diagram({ boxes: { "<pad>": { at: [0, 0] } }, title }))).to.deep.equal(["&lt;pad&gt;"]);
  });

  it("puts a frame around the boxes of a group", () => {
    const figure = diagram({ boxes, groups: [{ around: ["encoder", "decoder"], text: "both" }], title });
    const [frame = {}, ...inner] = rectangles(figure);
    for (const { x0, x1, y0, y1 } of inner) {
      expect(frame.x0).to.be.lessThan(x0 ?? 0);
      expect(frame.x1).to.be.greaterThan(x1 ?? 0);
      expect(frame.y0).to.be.lessThan(y0 ?? 0);
      expect(frame.y1).to.be.greaterThan(y1 ?? 0);
    }
    expect(texts(figure)).to.include("both");
  });
});

describe("the arrows of a diagram", () => {
  it("go straight up from edge to edge in a column", () => {
    const figure = draw({ from: "words", to: "encoder" });
    const [[start = [], end = []] = []] = ways(figure);
    const [{ x, y } = {}] = tips(figure);
    const [{ y0: edge } = {}] = rectangles(figure);
    expect([start[0], end[0], x]).to.deep.equal([0, 0, 0]);
    expect(y).to.equal(edge);
    expect(start[1]).to.be.greaterThan(0).and.lessThan(Number(edge));
  });

  it("step up half way between two columns", () => {
    const [way = []] = ways(draw({ from: "encoder", to: "decoder" }));
    expect(way.map(([x]) => x).slice(1, 3)).to.deep.equal([1, 1]);
    expect(way.map(([, y]) => y)).to.deep.equal([1, 1, 2, 2]);
  });

  it("lead around at the side that is asked for", () => {
    const corners = (route: "left" | "right" | "above" | "below") =>
      ways(draw({ from: "words", to: "decoder", route }))[0] ?? [];
    expect(Math.min(...corners("left").map(([x = 0]) => x))).to.be.lessThan(-0.3);
    expect(Math.max(...corners("right").map(([x = 0]) => x))).to.be.greaterThan(2.5);
    expect(Math.max(...corners("above").map(([, y = 0]) => y))).to.be.greaterThan(2.3);
    expect(Math.min(...corners("below").map(([, y = 0]) => y))).to.be.lessThan(-0.3);
  });

  it("branch off behind their box, from the way on", () => {
    const [[start = []] = []] = ways(draw({ from: "words", to: "encoder", route: "left", branch: true }));
    expect(start[0]).to.equal(0);
    expect(start[1]).to.be.greaterThan(0.2);
  });

  it("leave from the rim of a round box", () => {
    const round = { plus: { at: [0, 0], text: "+", round: true }, up: { at: [1, 1] } } as const;
    const figure = diagram({ boxes: round, arrows: [{ from: "plus", to: "up", route: "straight" }], title });
    const [circle = {}] = listOf(figure, "shapes").filter(({ type }) => type === "circle");
    const [[start = []] = []] = ways(figure);
    const [across, up] = [circle.x1 - circle.x0, circle.y1 - circle.y0];
    expect(Math.hypot((2 * (start[0] ?? 0)) / across, (2 * (start[1] ?? 0)) / up)).to.be.closeTo(1, 1e-3);
  });

  it("may have a label and dashes", () => {
    const figure = draw({ from: "encoder", to: "decoder", label: "keys", dashed: true });
    expect(texts(figure)).to.include("keys");
    expect(listOf(figure, "shapes").find(({ type }) => type === "path")?.line.dash).to.equal("dash");
  });
});

describe("the words of a diagram", () => {
  it("tell the boxes, the arrows and the groups", () => {
    const arrows = [
      { from: "words", to: "encoder" },
      { from: "encoder", to: "decoder", label: "keys" },
    ];
    const groups = [{ around: ["encoder"], text: "twice" }];
    expect(diagram({ boxes, arrows, groups, title, description: "Own words" }).description).to.equal(
      'Own words. Diagram "A model". Boxes: words, encoder, decoder. ' +
        "Arrows: words → encoder, encoder → decoder (keys). twice holds encoder.",
    );
  });
});

describe("a diagram that cannot be drawn", () => {
  it("names what is wrong", () => {
    expect(() => diagram({ boxes: {}, title })).to.throw("Cannot draw a diagram of nothing");
    expect(() => diagram({ boxes: { a: { at: [0, Number.NaN] } }, title })).to.throw(
      'Cannot draw the box "a" at 0, NaN',
    );
    expect(() => draw({ from: "encoder", to: "linear" })).to.throw(
      'Cannot draw an arrow at "linear": there is no such box, only words, encoder, decoder',
    );
    expect(() => draw({ from: "encoder", to: "encoder" })).to.throw('from "encoder" to itself');
    expect(() => diagram({ boxes, groups: [{ around: [], text: "none" }], title })).to.throw('"none" around nothing');
  });
});
