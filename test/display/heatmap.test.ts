import { expect } from "chai";
import type { Figure } from "../../lib/display/index.ts";
import { heatmap, heatmaps } from "../../lib/display/index.ts";
import { readPng } from "./read-png.ts";

const look = { title: "Attention", rowTitle: "query", columnTitle: "key" };
const small = {
  ...look,
  values: [
    [0.9, 0.1],
    [0.4, 0.6],
  ],
  rows: ["the", "the"],
  columns: ["the", "cat"],
};

function tracesOf(item: Figure, type: string) {
  return item.data.filter((trace) => trace.type === type);
}

function grid(rows: number, columns: number) {
  return {
    values: Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => row + column / 9)),
    rows: Array.from({ length: rows }, (_, row) => `r${row}`),
    columns: Array.from({ length: columns }, (_, column) => `c${column}`),
  };
}

describe("heatmap", () => {
  it("puts row 0 on top", async () => {
    const item = heatmap({ ...look, values: [[1], [0]], rows: ["first", "second"], columns: ["a"], annotate: false });
    const { width, height, colorAt } = readPng(Buffer.from(String((await item.bundle()).data["image/png"]), "base64"));
    const upper = colorAt(width / 2, height / 3);
    const lower = colorAt(width / 2, (2 * height) / 3);
    expect(upper.toString(16)).to.equal("ffe945");
    expect(lower.toString(16)).to.equal("00204c".replace(/^0+/, ""));
  }).timeout(60_000);

  it("keeps rows with the same label apart", () => {
    const { layout, data } = heatmap(small);
    expect(layout.yaxis).to.deep.include({ tickvals: [0, 1], ticktext: ["the", "the"] });
    expect(data[0]?.z).to.deep.equal([
      [0.9, 0.1],
      [0.4, 0.6],
    ]);
  });

  it("shows tokens that look like markup letter by letter", () => {
    const { layout } = heatmap({ ...small, rows: ["<pad>", "a&b"], columns: ["</s>", "\n"] });
    expect(layout.yaxis).to.deep.include({ ticktext: ["&lt;pad&gt;", "a&amp;b"] });
    expect(layout.xaxis).to.deep.include({ ticktext: ["&lt;/s&gt;", "↵"] });
  });

  it("takes typed arrays", () => {
    const { data } = heatmap({ ...small, values: [new Float32Array([0.1, 0.2]), new Float32Array([0.3, 0.4])] });
    expect(data[0]?.z).to.deep.equal([
      [0.1, 0.2],
      [0.3, 0.4],
    ]);
  });

  it("writes the numbers into up to 12 by 12 cells, and not into more", () => {
    expect(tracesOf(heatmap({ ...look, ...grid(12, 12) }), "scatter")).to.have.length(1);
    expect(tracesOf(heatmap({ ...look, ...grid(13, 12) }), "scatter")).to.have.length(0);
    expect(tracesOf(heatmap({ ...look, ...grid(13, 12), annotate: true }), "scatter")).to.have.length(1);
    expect(tracesOf(heatmap({ ...look, ...grid(2, 2), annotate: false }), "scatter")).to.have.length(0);
  });

  it("writes whole numbers without decimal places and minus as a minus", () => {
    const [whole] = tracesOf(
      heatmap({
        ...small,
        values: [
          [-1, 2],
          [3, 4],
        ],
      }),
      "scatter",
    );
    expect(whole?.text).to.deep.equal(["−1", "2", "3", "4"]);
    const [fraction] = tracesOf(
      heatmap({
        ...small,
        values: [
          [-0.001, 2],
          [3, 4],
        ],
        digits: 1,
      }),
      "scatter",
    );
    expect(fraction?.text).to.deep.equal(["0.0", "2.0", "3.0", "4.0"]);
  });

  it("writes black on light cells and white on dark ones", () => {
    const [labels] = tracesOf(heatmap({ ...small, range: [0, 1] }), "scatter");
    expect(labels?.textfont).to.deep.include({ color: ["#000", "#fff", "#fff", "#000"] });
  });

  it("colours from the smallest to the largest value, or over the range that is given", () => {
    expect(heatmap(small).data[0]).to.include({ zmin: 0.1, zmax: 0.9 });
    expect(heatmap({ ...small, range: [0, 1] }).data[0]).to.include({ zmin: 0, zmax: 1 });
  });

  it("draws values that are all the same", () => {
    expect(
      heatmap({
        ...small,
        values: [
          [2, 2],
          [2, 2],
        ],
      }).data[0],
    ).to.include({ zmin: 1.5, zmax: 2.5 });
  });

  it("describes kind, axes, range and largest cells after the author's own words", () => {
    expect(heatmap({ ...small, description: "The first word attends to itself" }).description).to.equal(
      "The first word attends to itself. " +
        'Heatmap "Attention". Rows (query): the, the. Columns (key): the, cat. Values from 0.1 to 0.9. ' +
        "Largest: the → the 0.9, the → cat 0.6, the → the 0.4.",
    );
  });

  it("describes a large map without listing every label", () => {
    expect(heatmap({ ...look, ...grid(40, 2) }).description).to.contain("Rows (query): 40 of them, from r0 to r39");
  });

  it("writes every k-th label where they have no room", () => {
    const { layout } = heatmap({ ...look, ...grid(60, 60) });
    expect(layout.yaxis).to.have.property("tickvals").that.deep.includes.members([0, 3, 6]);
    expect(layout.yaxis).to.have.property("tickvals").that.does.not.include(1);
  });

  it("names what is wrong with the values", () => {
    expect(() => heatmap({ ...small, values: [[1, 2], [3]] })).to.throw(
      'Cannot draw row 1 ("the") of a heatmap: it has 1 values and there are 2 column labels',
    );
    expect(() => heatmap({ ...small, rows: ["the"] })).to.throw("Cannot draw a heatmap of 2 rows: 1 row labels");
    expect(() =>
      heatmap({
        ...small,
        values: [
          [1, 2],
          [3, Number.NaN],
        ],
      }),
    ).to.throw('Cannot draw NaN at row 1 ("the"), column 1 ("cat")');
    expect(() =>
      heatmap({
        ...small,
        values: [
          [1, Number.NEGATIVE_INFINITY],
          [3, 4],
        ],
      }),
    ).to.throw("-Infinity at row 0");
    expect(() => heatmap({ ...small, values: [] })).to.throw("Cannot draw a heatmap of nothing");
    expect(() => heatmap({ ...small, values: [[]], rows: ["a"], columns: [] })).to.throw("of nothing");
    expect(() => heatmap({ ...small, range: [1, 0] })).to.throw("Cannot colour from 1 to 0");
  });
});

describe("heatmaps", () => {
  const panels = [
    {
      values: [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
      subtitle: "before",
    },
    {
      values: [
        [0.9, 0.1],
        [0.1, 0.9],
      ],
      subtitle: "after",
    },
  ];
  const both = { ...look, panels, rows: ["a", "b"], columns: ["c", "d"] };

  it("colours all panels by one scale, with one bar", () => {
    const maps = tracesOf(heatmaps(both), "heatmap");
    expect(maps.map(({ zmin, zmax, showscale }) => ({ zmin, zmax, showscale }))).to.deep.equal([
      { zmin: 0.1, zmax: 0.9, showscale: true },
      { zmin: 0.1, zmax: 0.9, showscale: false },
    ]);
  });

  it("writes row labels on the left and column labels below only", () => {
    const five = Array.from({ length: 5 }, (_, head) => ({ values: [[1]], subtitle: `head ${head}` }));
    const { layout } = heatmaps({ ...look, panels: five, rows: ["a"], columns: ["c"] });
    const shown = (axis: string) =>
      ["", 2, 3, 4, 5].map((number) => {
        const settings = layout[`${axis}${number}`];
        return (
          typeof settings === "object" && settings !== null && "showticklabels" in settings && settings.showticklabels
        );
      });
    expect(shown("xaxis")).to.deep.equal([false, true, true, true, true]);
    expect(shown("yaxis")).to.deep.equal([true, false, false, false, true]);
  });

  it("describes each panel", () => {
    const { description } = heatmaps(both);
    expect(description).to.contain('2 heatmaps side by side, "Attention": before, after.');
    expect(description).to.contain("Largest in after: a → c 0.9, b → d 0.9");
  });

  it("names the panel that is wrong", () => {
    expect(() => heatmaps({ ...both, panels: [...panels, { values: [[1, 2]], subtitle: "later" }] })).to.throw(
      'Cannot draw the heatmap "later" of 1 rows: 2 row labels',
    );
    expect(() => heatmaps({ ...both, panels: [] })).to.throw("Cannot draw heatmaps of nothing");
  });
});
