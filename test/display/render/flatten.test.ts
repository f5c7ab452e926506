import { expect } from "chai";
import { figure, points } from "../../../lib/display/index.ts";
import { projectionFrom } from "../../../lib/display/projection.ts";
import { flattened } from "../../../lib/display/render/flatten.ts";
import { errorOf } from "../../support/printed.ts";

const axis = (text: string) => ({ title: { text }, range: [0, 1] });
const scene = { xaxis: axis("x"), yaxis: axis("y"), zaxis: axis("z") };
const layout = { title: { text: "T" }, width: 700, height: 450, scene };
const corner = { type: "scatter3d", mode: "markers", x: [0.5, 1], y: [0.5, 0.5], z: [0.5, 0.5] };

function close(place: readonly number[], expected: readonly number[]): void {
  for (const [index, value] of place.entries()) {
    expect(value).to.be.closeTo(expected[index] ?? Number.NaN, 1e-12);
  }
}

describe("the projection of a scene", () => {
  it("keeps what it looks at straight on, and loses what lies behind", () => {
    const fromTheFront = projectionFrom([0, -1, 0]);
    close(fromTheFront([0.3, 0.4, 0.2]), [0.3, 0.2]);
    close(fromTheFront([0.3, -0.4, 0.2]), [0.3, 0.2]);
  });

  it("has the y axis to the right and the x axis to the left from plotly's usual corner", () => {
    const project = projectionFrom([1.25, 1.25, 1.25]);
    close(project([0, 0, 0]), [0, 0]);
    close(project([1, 0, 0]), [-Math.SQRT1_2, -1 / Math.sqrt(6)]);
    close(project([0, 1, 0]), [Math.SQRT1_2, -1 / Math.sqrt(6)]);
    close(project([0, 0, 1]), [0, Math.sqrt(2 / 3)]);
  });

  it("does not depend on how far away the eye is", () => {
    close(projectionFrom([1, 2, 3])([0.1, 0.2, 0.3]), projectionFrom([2, 4, 6])([0.1, 0.2, 0.3]));
  });
});

describe("the flat picture of a figure", () => {
  it("is the figure itself where it has no scene", () => {
    const data = [{ type: "scatter", x: [1], y: [1] }];
    const flat = flattened(data, { title: { text: "T" } });
    expect(flat.data).to.equal(data);
  });

  it("puts the middle of the box into the middle, with walls behind and titles beside", () => {
    const flat = flattened([corner], layout);
    expect(flat.data).to.have.length(2);
    expect(flat.data[1]).to.include({ type: "scatter", mode: "markers" });
    expect(flat.data[1]?.x).to.satisfy(([middle, right]: number[]) => middle === 0 && Number(right) < 0);
    expect(flat.layout).to.not.have.property("scene");
    const titles = Array.isArray(flat.layout.annotations) ? flat.layout.annotations : [];
    expect(titles.map(({ text }) => text)).to.deep.equal(["x", "y", "z"]);
  });

  it("keeps gaps in lines", () => {
    const [, trace] = flattened([{ ...corner, x: [0, null, 1], y: [0, null, 1], z: [0, null, 1] }], layout).data;
    expect(trace?.x).to.satisfy((values: unknown[]) => values.length === 3 && values[1] === null);
  });

  it("is drawn for a figure of plotly's own traces too", async () => {
    const item = figure({ data: [corner], layout: { title: { text: "T" }, scene }, description: "Two points." });
    const { data } = await item.bundle();
    expect(data["image/png"]).to.be.a("string").that.has.length.above(3000);
    expect(data["application/vnd.plotly.v1+json"]).to.deep.include({ data: item.data, layout: item.layout });
  }).timeout(60_000);

  it("is refused for what only WebGL draws, and without ranges", () => {
    expect(() => flattened([{ type: "surface", z: [[1]] }], layout)).to.throw("Cannot draw a surface beside a scene");
    expect(() => flattened([corner], { ...layout, scene: { ...scene, zaxis: { title: { text: "z" } } } })).to.throw(
      "Cannot draw a scatter3d without its layout.scene.zaxis.range",
    );
    expect(() => flattened([{ ...corner, z: undefined }], layout)).to.throw("without its list z");
  });

  it("finds properties that plotly does not know, in traces and in the scene", async () => {
    const { data, layout: whole } = points({ title: "T", points: [[1, 2, 3]], labels: ["a"] });
    const wrong = figure({ data: [{ ...data[0], colour: "red" }], layout: whole, description: "D." });
    expect((await errorOf(() => wrong.bundle())).message).to.match(/^Cannot draw the figure: .*colour/);
    const badScene = figure({ data, layout: { ...whole, scene: { ...scene, kamera: {} } }, description: "D." });
    expect((await errorOf(() => badScene.bundle())).message).to.contain('a scene has no "kamera"');
  }).timeout(60_000);
});
