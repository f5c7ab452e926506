import { expect } from "chai";
import type { Figure, FigureStep, MimeBundle } from "../../lib/display/index.ts";
import { bars, diagram, figure, figureSteps, heatmap, lines, points } from "../../lib/display/index.ts";
import { liveFigureOn } from "../../lib/display/live-figure.ts";
import { errorOf } from "../support/printed.ts";
import { readPng } from "./read-png.ts";

// The first picture of a process loads jsdom and plotly.js, which takes seconds on a busy machine.
const timeout = 60_000;

const titles = { xTitle: "step", yTitle: "loss" };
const rising = (last: number, title = "Loss"): Figure =>
  lines({ series: [{ name: "loss", x: [0, last], y: [1, last] }], title, ...titles });
const stepsOf = (...figures: Figure[]): FigureStep[] =>
  figures.map((item, index) => ({ name: `n${index}`, figure: item }));
const about = { title: "Loss", label: "epoch" };

/** What plotly shows at a step: the frame merged into what the other frames have left behind. */
function shownAt(item: Figure, step: number): { data: unknown[]; layout: Record<string, unknown> } {
  const frame = item.frames?.[step] ?? {};
  const [data, traces] = [listOf(frame.data), listOf(frame.traces)];
  const shown = item.data.map((trace, index) => {
    const place = traces.indexOf(index);
    return place === -1 ? trace : merged(trace, data[place]);
  });
  return { data: shown, layout: merged(item.layout, frame.layout) };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function merged(target: unknown, change: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = { ...recordOf(target) };
  for (const [name, value] of Object.entries(recordOf(change))) {
    const inner = typeof value === "object" && value !== null && !Array.isArray(value);
    result[name] = inner ? merged(result[name], value) : value;
  }
  return result;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, name) => recordOf(inner)[name], value);
}

describe("figureSteps", () => {
  it("starts at the last step, or where it is told to", () => {
    const steps = stepsOf(rising(2), rising(3), rising(4));
    expect(figureSteps({ ...about, steps }).data[0]?.x).to.deep.equal([0, 4]);
    const second = figureSteps({ ...about, steps, start: 1 });
    expect(second.data[0]?.x).to.deep.equal([0, 3]);
    expect(at(second.layout, "sliders", 0, "active")).to.equal(1);
  });

  it("has a frame per step, which brings the step's values back", () => {
    const item = figureSteps({ ...about, steps: stepsOf(rising(2), rising(3), rising(4)) });
    expect(item.frames).to.have.length(3);
    for (const [step, last] of [2, 3, 4].entries()) {
      expect(at(shownAt(item, step).data, 0, "y")).to.deep.equal([1, last]);
      expect(at(shownAt(item, step).layout, "sliders", 0, "active")).to.equal(step);
    }
  });

  it("names its positions, which hold their frames for renderers that drop the list", () => {
    const item = figureSteps({ ...about, label: "<b>", steps: stepsOf(rising(2), rising(3)) });
    expect(at(item.layout, "sliders", 0, "currentvalue", "prefix")).to.equal("&lt;b&gt;: ");
    const positions = listOf(at(item.layout, "sliders", 0, "steps"));
    expect(positions.map((position) => at(position, "label"))).to.deep.equal(["n0", "n1"]);
    for (const [step, position] of positions.entries()) {
      expect(at(position, "args", 0, 0, "data")).to.deep.equal(item.frames?.[step]?.data);
    }
  });

  it("says in a frame only what differs", () => {
    const item = figureSteps({ ...about, steps: stepsOf(rising(2), rising(3)) });
    expect(item.frames?.[0]?.data).to.deep.equal([{ type: "scatter", x: [0, 2], y: [1, 2] }]);
    expect(item.frames?.[0]?.layout).to.deep.equal({ sliders: [{ active: 0 }] });
  });

  it("gives all steps room on the same axes", () => {
    const item = figureSteps({ ...about, steps: stepsOf(rising(2), rising(10)) });
    const [from, to] = listOf(at(item.layout, "xaxis", "range")).map(Number);
    expect(from).to.be.within(-1, 0);
    expect(to).to.be.within(10, 11);
    expect(at(item.layout, "xaxis", "autorange")).to.equal(undefined);
  });

  it("lets bars stand on zero, and leaves room beside them", () => {
    const chart = (value: number) =>
      bars({ categories: ["a", "b"], series: [{ name: "n", values: [1, value] }], title: "T", ...titles });
    const { layout } = figureSteps({ ...about, steps: stepsOf(chart(2), chart(20)) });
    const [bottom, top] = listOf(at(layout, "yaxis", "range")).map(Number);
    expect(bottom).to.equal(0);
    expect(top).to.be.within(20, 22);
    const [left, right] = listOf(at(layout, "xaxis", "range")).map(Number);
    expect(left).to.be.at.most(-0.5);
    expect(right).to.be.at.least(1.5);
  });

  it("counts in powers of ten on a logarithmic axis", () => {
    const chart = (last: number) =>
      lines({ series: [{ name: "n", x: [1, 2], y: [1, last] }], title: "T", ...titles, logY: true });
    const { layout } = figureSteps({ ...about, steps: stepsOf(chart(10), chart(1000)) });
    const [from, to] = listOf(at(layout, "yaxis", "range")).map(Number);
    expect(from).to.be.within(-0.3, 0);
    expect(to).to.be.within(3, 3.3);
  });

  it("takes given ranges together, in their direction", () => {
    const grid = (size: number) =>
      Array.from({ length: size }, () => Array.from({ length: size }, (_, value) => value));
    const map = (size: number) => {
      const labels = Array.from({ length: size }, (_, index) => `w${index}`);
      return heatmap({
        values: grid(size),
        rows: labels,
        columns: labels,
        title: "T",
        rowTitle: "r",
        columnTitle: "c",
      });
    };
    const { layout } = figureSteps({ ...about, steps: stepsOf(map(2), map(4)) });
    expect(at(layout, "xaxis", "range")).to.deep.equal([-0.5, 3.5]);
    expect(at(layout, "yaxis", "range")).to.deep.equal([3.5, -0.5]);
  });

  it("shares the box of three dimensions too", () => {
    const cloud = (size: number) =>
      points({
        title: "T",
        points: [
          [0, 0, 0],
          [size, size, size],
        ],
        labels: ["a", "b"],
      });
    const { layout } = figureSteps({ ...about, steps: stepsOf(cloud(1), cloud(100)) });
    for (const axis of ["xaxis", "yaxis", "zaxis"]) {
      const [from, to] = listOf(at(layout, "scene", axis, "range")).map(Number);
      expect(from).to.be.below(0);
      expect(to).to.be.within(100, 120);
    }
  });

  it("needs a range where the room of a trace is not known", () => {
    const histogram = (range?: number[]) =>
      figure({
        data: [{ type: "histogram", x: [1, 2, 2] }],
        layout: {
          title: { text: "T" },
          xaxis: { title: { text: "x" }, range: [0, 3] },
          yaxis: { title: { text: "y" }, range },
        },
        description: "A histogram.",
      });
    expect(() => figureSteps({ ...about, steps: stepsOf(histogram(), histogram()) })).to.throw(
      'Cannot give the steps one yaxis: how much room the histogram of step "n0" needs is not known; write',
    );
    expect(() => figureSteps({ ...about, steps: stepsOf(histogram([0, 2]), histogram([0, 2])) })).to.not.throw();
  });

  it("puts the title of a step below the title of all, and makes room for both", () => {
    const item = figureSteps({ ...about, title: "Learning", steps: stepsOf(rising(2, "Early"), rising(3, "Late")) });
    expect(at(item.layout, "title", "text")).to.equal("Learning");
    expect(at(shownAt(item, 0).layout, "title", "subtitle", "text")).to.equal("Early");
    expect(at(shownAt(item, 1).layout, "title", "subtitle", "text")).to.equal("Late");
    const plain = rising(2);
    const room = (one: Figure) => Number(one.layout.height) - Number(at(one.layout, "margin", "t"));
    expect(room(item)).to.equal(room(plain));
  });

  it("writes one title where the steps have the same", () => {
    const item = figureSteps({ ...about, title: "Loss", steps: stepsOf(rising(2), rising(3)) });
    expect(at(item.layout, "title", "subtitle")).to.equal(undefined);
  });

  it("keeps the lines that only some steps have in the legend of all, so that the axes stay", () => {
    const chart = (count: number) =>
      lines({
        series: Array.from({ length: count }, (_, index) => ({ name: `s${index}`, x: [0, 1], y: [index, index] })),
        title: "T",
        ...titles,
      });
    const item = figureSteps({ ...about, steps: stepsOf(chart(1), chart(3)), start: 0 });
    expect(item.data.map(({ name }) => name)).to.deep.equal(["s0", "s1", "s2"]);
    expect(item.data[2]?.x).to.deep.equal([null]);
    expect(item.layout.showlegend).to.equal(true);
    expect(at(shownAt(item, 1).data, 2, "y")).to.deep.equal([2, 2]);
  });

  it("hides what cannot be empty where a step lacks it, and shows it again", () => {
    const map = (count: number) =>
      figure({
        data: Array.from({ length: count }, () => ({ type: "heatmap", z: [[1, 2]] })),
        layout: { title: { text: "T" }, xaxis: { title: { text: "x" } }, yaxis: { title: { text: "y" } } },
        description: "A map.",
      });
    const item = figureSteps({ ...about, steps: stepsOf(map(1), map(2)) });
    expect(at(shownAt(item, 0).data, 1, "visible")).to.equal(false);
    expect(at(shownAt(item, 1).data, 1, "visible")).to.equal(null);
  });

  it("hides annotations that a step has not, and takes back what only another has", () => {
    const box = (names: string[]) =>
      diagram({
        boxes: Object.fromEntries(names.map((name, index) => [name, { at: [index, 0], round: index === 1 }])),
        arrows: names.slice(1).map((to, index) => ({ from: names[index] ?? "", to })),
        title: "T",
      });
    const item = figureSteps({ ...about, steps: stepsOf(box(["a", "b"]), box(["a", "b", "c"])) });
    const [few, many] = [0, 1].map((step) => listOf(at(item.frames?.[step], "layout", "annotations")));
    expect(few).to.have.length(many?.length ?? 0);
    expect(few?.filter((note) => at(note, "visible") === false)).to.have.length(2);
    expect(many?.filter((note) => at(note, "visible") === null)).to.have.length(2);
  });

  it("tells of every step in its words, and of the one that is seen in the picture's", async () => {
    const item = figureSteps({
      ...about,
      description: "The loss grows.",
      steps: stepsOf(rising(2), rising(3)),
      start: 0,
    });
    expect(item.description).to.match(
      /^The loss grows\. Figure "Loss" with a slider of 2 positions \(epoch\): n0, n1\. epoch n0: .* epoch n1: Line chart/,
    );
    const { data, metadata } = await item.bundle();
    expect(data["text/plain"]).to.equal(item.description);
    expect(at(metadata, "image/png", "alt")).to.match(/Shown here: epoch n0\. Line chart .* to 2\.$/);
    expect(at(data, "application/vnd.plotly.v1+json", "frames")).to.deep.equal(item.frames);
  }).timeout(timeout);

  it("draws the step that is shown first, with its slider", async () => {
    const steps = stepsOf(rising(2), rising(3));
    const pictures = await Promise.all(
      [0, 1].map(async (start) => (await figureSteps({ ...about, steps, start }).bundle()).data["image/png"]),
    );
    expect(pictures[0]).not.to.equal(pictures[1]);
    const { width, height } = readPng(Buffer.from(String(pictures[0]), "base64"));
    expect([width, height]).to.deep.equal([700, 450 + 84 + 6]);
  }).timeout(timeout);

  it("keeps its frames where it is drawn while work goes on", () => {
    let time = 0;
    const sent: unknown[] = [];
    const put = (bundle: MimeBundle) => sent.push(bundle.data["application/vnd.plotly.v1+json"]);
    const live = liveFigureOn({ now: () => time, screen: { display: put, update: put } });
    time = 2000;
    const item = figureSteps({ ...about, steps: stepsOf(rising(2), rising(3)) });
    live.update(() => item);
    expect(sent).to.deep.equal([{ data: item.data, layout: item.layout, frames: item.frames }]);
  });

  it("is refused if plotly does not know a property of any step", async () => {
    const wrong = figure({
      data: [{ type: "scatter", x: [1], y: [1], colour: "red" }],
      layout: { title: { text: "T" }, xaxis: { title: { text: "x" } }, yaxis: { title: { text: "y" } } },
      description: "A point.",
    });
    const error = await errorOf(() => figureSteps({ ...about, steps: stepsOf(wrong, rising(2)) }).bundle());
    expect(error.message).to.match(/^Cannot draw the figure: .*colour/);
  }).timeout(timeout);

  it("refuses steps that do not make one figure", () => {
    const chart = bars({ categories: ["a"], series: [{ name: "n", values: [1] }], title: "T", ...titles });
    expect(() => figureSteps({ ...about, steps: stepsOf(rising(2)) })).to.throw("Cannot make a slider of 1 steps");
    expect(() => figureSteps({ ...about, steps: stepsOf(rising(2), rising(3)), start: 2 })).to.throw(
      "Cannot start at step 2: the steps are 0 to 1",
    );
    expect(() => figureSteps({ ...about, steps: stepsOf(rising(2), chart) })).to.throw(
      'trace 0 is a bar in step "n1" and a scatter in step "n0"',
    );
    const moving = figureSteps({ ...about, steps: stepsOf(rising(2), rising(3)) });
    expect(() => figureSteps({ ...about, steps: stepsOf(rising(2), moving) })).to.throw(
      'Cannot make a step of "n1": it has steps of its own',
    );
  });

  it("refuses what would make a notebook too large", () => {
    const long = (seed: number) => {
      const y = Array.from({ length: 20_000 }, (_, index) => Math.sin(index * seed));
      return lines({ series: [{ name: "n", x: y.map((_, index) => index), y }], title: "T", ...titles });
    };
    expect(() => figureSteps({ ...about, steps: stepsOf(long(1), long(2)) })).to.throw(
      /^Cannot keep \d{3,4} kB of steps in a notebook: at most 500 kB have room/,
    );
  });
});
