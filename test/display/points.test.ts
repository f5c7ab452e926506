import { expect } from "chai";
import type { PlotlyObject } from "../../lib/display/index.ts";
import { points } from "../../lib/display/index.ts";
import { placeLabels } from "../../lib/display/points/place-labels.ts";

const plane = {
  title: "Words",
  points: [
    [0, 0],
    [3, 0],
    [3, 1],
  ],
  labels: ["teacher", "student", "<book>"],
};
const space = { ...plane, points: plane.points.map(([x = 0, y = 0]) => [x, y, x + y]) };

function objectIn(value: unknown, name: string): PlotlyObject {
  const inner = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  expect(inner, name).to.be.an("object");
  return inner;
}

describe("points in a plane", () => {
  it("are markers with labels, letter by letter", () => {
    const { data } = points(plane);
    expect(data).to.have.length(1);
    expect(data[0]).to.include({ type: "scatter", mode: "markers+text" });
    expect(data[0]?.text).to.deep.equal(["teacher", "student", "&lt;book&gt;"]);
    expect([data[0]?.x, data[0]?.y]).to.deep.equal([
      [0, 3, 3],
      [0, 0, 1],
    ]);
  });

  it("differ by group in colour and in marker, 49 times over", () => {
    const many = Array.from({ length: 49 }, (_, index) => String(index));
    const { data, layout } = points({
      title: "T",
      points: many.map((_, index) => [index, 0]),
      labels: many,
      groups: many,
    });
    const looks = data.map(({ marker }) => JSON.stringify(marker));
    expect(new Set(looks).size).to.equal(49);
    expect(layout.showlegend).to.equal(true);
    expect(points(plane).layout.showlegend).to.equal(false);
  });

  it("are joined by lines, or by arrows from the one to the other", () => {
    const links = [[0, 1] as const, [1, 2] as const];
    const { data } = points({ ...plane, links });
    expect(data[0]).to.include({ mode: "lines" });
    expect(data[0]?.x).to.deep.equal([0, 3, null, 3, 3, null]);
    const { layout } = points({ ...plane, links, arrows: true });
    const [arrow] = Array.isArray(layout.annotations) ? layout.annotations : [];
    expect(arrow).to.include({ x: 3, y: 0, ax: 0, ay: 0, axref: "x" });
  });

  it("have one scale, so that distances can be compared, unless told otherwise", () => {
    const { layout } = points(plane);
    expect(objectIn(layout, "yaxis")).to.include({ scaleanchor: "x" });
    expect(objectIn(points({ ...plane, equalScale: false }).layout, "yaxis")).to.not.have.property("scaleanchor");
  });

  it("say where they are, which are joined, nearest and farthest", () => {
    const { description } = points({ ...plane, links: [[0, 1]], description: "A triangle." });
    expect(description).to.equal(
      'A triangle. Points "Words": 3. Axes: first component, second component. ' +
        "Points: teacher (0, 0), student (3, 0), <book> (3, 1). Nearest: student and <book>. " +
        "Farthest: teacher and <book>. Lines: teacher – student.",
    );
  });

  it("name the members of groups", () => {
    const { description } = points({ ...plane, groups: ["people", "people", "things"] });
    expect(description).to.contain("people: teacher, student. things: <book>.");
  });

  it("may be one, or all in one place", () => {
    expect(() => points({ title: "T", points: [[1, 1]], labels: ["a"] })).to.not.throw();
    const { layout } = points({
      title: "T",
      points: [
        [1, 1],
        [1, 1],
      ],
      labels: ["a", "b"],
    });
    expect(objectIn(layout, "xaxis").range).to.satisfy(([from, to]: number[]) => Number(from) < 1 && Number(to) > 1);
  });

  it("are refused with what is wrong", () => {
    expect(() => points({ ...plane, points: [] })).to.throw("Cannot draw points of nothing");
    expect(() => points({ ...plane, points: [[1], [2], [3]] })).to.throw("Cannot draw points of 1 coordinates");
    expect(() => points({ ...plane, points: [[1, 2], [3], [4, 5]] })).to.throw(
      "Cannot draw point 1: it has 1 coordinates and point 0 has 2",
    );
    expect(() =>
      points({
        ...plane,
        points: [
          [1, 2],
          [3, Number.NaN],
          [4, 5],
        ],
      }),
    ).to.throw('Cannot draw NaN at coordinate 1 of point 1 ("student")');
    expect(() => points({ ...plane, labels: ["a"] })).to.throw("Cannot draw 3 points with 1 labels");
    expect(() => points({ ...plane, groups: ["a"] })).to.throw("Cannot draw 3 points with 1 groups");
    expect(() => points({ ...plane, axisTitles: ["a"] })).to.throw("Cannot draw 2 coordinates with 1 axis titles");
    expect(() => points({ ...plane, links: [[0, 3]] })).to.throw(
      "Cannot link point 0 to point 3: the points are 0 to 2",
    );
    expect(() => points({ ...space, arrows: true })).to.throw("Cannot draw arrows in three dimensions");
  });
});

describe("points in space", () => {
  it("are a scatter3d that turns, in a box with titles and ranges", () => {
    const { data, layout, description } = points({ ...space, links: [[0, 1]], axisTitles: ["a", "b", "c"] });
    expect(data.map(({ type }) => type)).to.deep.equal(["scatter3d", "scatter3d"]);
    const scene = objectIn(layout, "scene");
    for (const [name, title] of [
      ["xaxis", "a"],
      ["yaxis", "b"],
      ["zaxis", "c"],
    ] as const) {
      expect(objectIn(scene, name).title).to.deep.equal({ text: title });
      expect(objectIn(scene, name).range).to.have.length(2);
    }
    expect(description).to.match(/^Points in three dimensions .* The still picture is an orthographic projection\.$/);
  });

  it("have one scale in all directions", () => {
    const scene = objectIn(points(space).layout, "scene");
    const lengths = ["xaxis", "yaxis", "zaxis"].map((name) => {
      const { range } = objectIn(scene, name);
      return Array.isArray(range) ? range[1] - range[0] : 0;
    });
    for (const length of lengths) {
      expect(length).to.be.closeTo(Number(lengths[0]), 1e-6);
    }
  });

  it("never have a list of two places, which plotly takes for one offset of all labels", () => {
    const { data } = points({ ...space, groups: ["a", "a", "b"] });
    for (const { textposition } of data) {
      expect(textposition).to.be.an("array").that.has.length.at.least(3);
    }
  });
});

describe("the places of labels", () => {
  const picture = { width: 600, height: 400, links: [], fontSize: 12 };
  const anchor = (x: number, y: number, label = "label") => ({ x, y, label });

  it("are above their points where there is room", () => {
    const places = placeLabels([anchor(100, 100), anchor(300, 300)], picture);
    expect(places.map(({ position }) => position)).to.deep.equal(["top center", "top center"]);
  });

  it("are below at the upper edge, and beside at the side", () => {
    expect(placeLabels([anchor(300, 3)], picture)[0]?.position).to.equal("bottom center");
    expect(placeLabels([anchor(3, 200)], picture)[0]?.position).to.match(/right$/);
    expect(placeLabels([anchor(597, 200)], picture)[0]?.position).to.match(/left$/);
  });

  it("differ for points that stand close together", () => {
    const places = placeLabels([anchor(300, 200), anchor(305, 202), anchor(298, 206)], picture);
    expect(new Set(places.map(({ position }) => position)).size).to.equal(3);
  });

  it("keep clear of lines", () => {
    const straightUp = placeLabels([anchor(300, 200), anchor(300, 20)], { ...picture, links: [[0, 1]] });
    expect(straightUp[0]?.position).not.to.equal("top center");
  });

  it("are given to all of up to 40 labels, and of more to those that have room", () => {
    const crowd = (count: number) =>
      placeLabels(
        Array.from({ length: count }, (_, index) => anchor(300 + (index % 7), 200 + (index % 5), "crowded")),
        picture,
      ).filter(({ text }) => text !== "").length;
    expect(crowd(40)).to.equal(40);
    expect(crowd(41)).to.be.within(1, 12);
  });

  it("leave a hundred scattered labels readable: few are left out, and none that is written covers another", () => {
    const scattered = Array.from({ length: 100 }, (_, index) =>
      anchor(600 * ((index * 0.618034) % 1), 400 * ((index * 0.754878) % 1), "word"),
    );
    const written = placeLabels(scattered, picture).filter(({ text }) => text !== "");
    expect(written).to.have.length.at.least(85);
  });
});
