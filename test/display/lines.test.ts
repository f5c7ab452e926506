import { expect } from "chai";
import { lines } from "../../lib/display/index.ts";

const titles = { title: "Loss", xTitle: "step", yTitle: "loss" };
const line = (name: string, y: number[], x = y.map((_, index) => index)) => ({ name, x, y });

describe("lines", () => {
  it("tells each line from the others by colour, dash and marker", () => {
    const series = Array.from({ length: 7 }, (_, index) => line(`line ${index}`, [1, 2]));
    const { data } = lines({ ...titles, series });
    const looks = data.map(({ line: stroke, marker }) => JSON.stringify([stroke, marker]));
    expect(new Set(looks).size).to.equal(7);
    const dashes = data.slice(0, 6).map((trace) => JSON.stringify(trace.line).match(/"dash":"(\w+)"/)?.[1]);
    expect(new Set(dashes).size).to.equal(6);
  });

  it("repeats no look before 42 lines", () => {
    const series = Array.from({ length: 42 }, (_, index) => line(`line ${index}`, [1, 2]));
    const looks = lines({ ...titles, series }).data.map(({ line: stroke, marker }) => JSON.stringify([stroke, marker]));
    expect(new Set(looks).size).to.equal(42);
  });

  it("marks points where there are several lines or few points, or as asked", () => {
    const modeOf = (points: number, markers?: boolean) =>
      lines({
        ...titles,
        series: [
          line(
            "a",
            Array.from({ length: points }, (_, index) => index),
          ),
        ],
        ...(markers === undefined ? {} : { markers }),
      }).data[0]?.mode;
    expect(modeOf(20)).to.equal("lines+markers");
    expect(modeOf(21)).to.equal("lines");
    expect(modeOf(21, true)).to.equal("lines+markers");
    expect(modeOf(2, false)).to.equal("lines");
  });

  it("shows a legend only where there is something to tell apart", () => {
    expect(lines({ ...titles, series: [line("a", [1, 2])] }).layout.showlegend).to.equal(false);
    expect(lines({ ...titles, series: [line("a", [1, 2]), line("b", [1, 2])] }).layout.showlegend).to.equal(true);
  });

  it("shows names letter by letter, and titles with raised letters", () => {
    const { data, layout } = lines({ ...titles, title: "n<sup>2</sup> <script>", series: [line("<b>", [1])] });
    expect(data[0]?.name).to.equal("&lt;b&gt;");
    expect(layout.title).to.include({ text: "n<sup>2</sup> &lt;script&gt;" });
  });

  it("describes axes, range and trend after the author's own words", () => {
    const { description } = lines({
      ...titles,
      title: "Cost n<sup>2</sup>",
      series: [line("training", [4, 1, 2]), line("constant", [3, 3, 3]), line("point", [5])],
      description: "It falls!",
    });
    expect(description).to.equal(
      'It falls! Line chart "Cost n^2". Across: step from 0 to 2. Up: loss from 1 to 5. ' +
        "training falls from 4 to 2, its lowest is 1 at 1. constant stays at 3. point is the point 5 at 0.",
    );
  });

  it("says that an axis is logarithmic", () => {
    const { description, layout } = lines({ ...titles, series: [line("a", [1, 10], [1, 2])], logX: true, logY: true });
    expect(description).to.contain("Across: step from 1 to 2, logarithmic. Up: loss from 1 to 10, logarithmic");
    expect(layout.xaxis).to.include({ type: "log" });
  });

  it("names what is wrong with the values", () => {
    expect(() => lines({ ...titles, series: [] })).to.throw("Cannot draw lines of nothing");
    expect(() => lines({ ...titles, series: [line("a", [], [])] })).to.throw('the line "a": it has no points');
    expect(() => lines({ ...titles, series: [line("a", [1, 2], [1])] })).to.throw(
      'Cannot draw the line "a": it has 1 x values and 2 y values',
    );
    expect(() => lines({ ...titles, series: [line("a", [1, Number.NaN])] })).to.throw(
      'Cannot draw NaN at y[1] of the line "a"',
    );
    expect(() => lines({ ...titles, series: [line("a", [1, 0])], logY: true })).to.throw(
      'Cannot draw 0 at y[1] of the line "a": a logarithmic axis has room for positive numbers only',
    );
  });
});
