import { inspect } from "node:util";
import { expect } from "chai";
import { figure, jupyterDisplay } from "../../lib/display/index.ts";

const title = (text: string) => ({ title: { text } });
const layout = { ...title("T"), xaxis: title("x"), yaxis: title("y") };
const data = [{ type: "scatter", x: [1, 2], y: [3, 4] }];
const description = "Two points.";

describe("figure", () => {
  it("fills in a size, white paper and colours for colour-blind eyes", () => {
    const { layout: filled } = figure({ data, layout, description });
    expect(filled).to.include({ width: 700, height: 450, paper_bgcolor: "white" });
    expect(filled.colorway).to.include("#0072B2");
  });

  it("keeps what the author says", () => {
    const { layout: filled } = figure({
      data,
      layout: {
        ...layout,
        width: 500,
        font: { size: 20 },
        margin: { l: 5 },
        xaxis: { ...title("x"), automargin: false },
      },
      description,
    });
    expect(filled.width).to.equal(500);
    expect(filled.font).to.include({ size: 20, color: "#222" });
    expect(filled.margin).to.include({ l: 5, r: 30 });
    expect(filled.xaxis).to.include({ automargin: false });
  });

  it("turns typed arrays into plain ones and leaves out what is undefined", () => {
    const { data: traces } = figure({
      data: [{ type: "scatter", x: new Int32Array([1, 2]), y: new Float32Array([0.1, 1e-9]), name: undefined }],
      layout,
      description,
    });
    expect(traces).to.deep.equal([{ type: "scatter", x: [1, 2], y: [0.1, 1e-9] }]);
  });

  it("does not change with the arrays that it was made of", () => {
    const y = [3, 4];
    const { data: traces } = figure({ data: [{ type: "scatter", y }], layout, description });
    y[0] = 100;
    expect(traces[0]?.y).to.deep.equal([3, 4]);
  });

  it("says where a number is that cannot be drawn", () => {
    const wrong = [{ type: "scatter", y: [1, Number.NaN] }];
    expect(() => figure({ data: wrong, layout, description })).to.throw("Cannot draw NaN at data[0].y[1]");
    const endless = [{ type: "scatter", y: new Float32Array([Number.POSITIVE_INFINITY]) }];
    expect(() => figure({ data: endless, layout, description })).to.throw("Cannot draw Infinity at data[0].y[0]");
  });

  it("refuses what JSON would lose", () => {
    expect(() => figure({ data: [{ type: "scatter", y: () => 1 }], layout, description })).to.throw(
      "Cannot draw a function at data[0].y",
    );
    expect(() => figure({ data: [{ type: "scatter", y: new BigInt64Array(1) }], layout, description })).to.throw(
      "Cannot draw a bigint at data[0].y[0]",
    );
  });

  it("lets null be a gap", () => {
    const { data: traces } = figure({ data: [{ type: "scatter", y: [1, null, 2] }], layout, description });
    expect(traces[0]?.y).to.deep.equal([1, null, 2]);
  });

  it("insists on a description, a title and titles of axes", () => {
    expect(() => figure({ data, layout, description: " " })).to.throw("without a description");
    expect(() => figure({ data, layout: { ...layout, title: { text: "" } }, description })).to.throw("without a title");
    expect(() => figure({ data, layout: { ...layout, title: "T" }, description })).to.throw("title: { text: ... }");
    expect(() => figure({ data, layout: { ...layout, yaxis: {} }, description })).to.throw("layout.yaxis.title.text");
  });

  it("needs no title for an axis that is hidden, nor axes for a pie", () => {
    const hidden = { ...title("T"), xaxis: { visible: false }, yaxis: { visible: false } };
    expect(() => figure({ data: [], layout: hidden, description })).to.not.throw();
    const pie = [{ type: "pie", values: [1, 2] }];
    expect(() => figure({ data: pie, layout: title("T"), description })).to.not.throw();
  });

  it("needs the titles of a scene's axes, and of no others where all is in three dimensions", () => {
    const axis = title("a");
    const solid = { ...title("T"), scene: { xaxis: axis, yaxis: axis, zaxis: axis } };
    const cloud = [{ type: "scatter3d", x: [1], y: [1], z: [1] }];
    expect(() => figure({ data: cloud, layout: solid, description })).to.not.throw();
    const nameless = { ...solid, scene: { xaxis: axis, yaxis: axis } };
    expect(() => figure({ data: cloud, layout: nameless, description })).to.throw("layout.scene.zaxis.title.text");
    const hidden = { ...solid, scene: { xaxis: axis, yaxis: axis, zaxis: { visible: false } } };
    expect(() => figure({ data: cloud, layout: hidden, description })).to.not.throw();
    expect(() => figure({ data: [...cloud, ...data], layout: solid, description })).to.throw("layout.xaxis.title");
  });

  it("breaks a long title into lines and makes room for them", () => {
    const long = Array.from({ length: 30 }, () => "title").join(" ");
    const { layout: filled } = figure({ data, layout: { ...layout, ...title(long) }, description });
    expect(filled.title)
      .to.have.property("text")
      .that.matches(/^[^<]{40,70}<br>[^<]{40,70}<br>/);
    expect(filled.margin).to.have.property("t", 38 + 22 * 3);
  });

  it("prints as its description, so that it may be the last expression of a cell", () => {
    expect(inspect(figure({ data, layout, description }))).to.match(/^Figure: Two points\.\n.*show/);
  });

  it("speaks the display protocol", async () => {
    const item = figure({ data, layout, description });
    expect(Object.keys(await item[jupyterDisplay]())).to.include.members(["image/png", "text/plain"]);
  }).timeout(60_000);
});
