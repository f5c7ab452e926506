import type { Figure } from "../../lib/display/index.ts";
import { bars, diagram, figure, figureSteps, heatmap, heatmaps, lines, points } from "../../lib/display/index.ts";

const words = ["The", "teacher", "taught", "the", "student", "."];
const grid = words.map((_, row) => words.map((_, column) => (row + 1) / (column + row + 2)));
const attention = { rows: words, columns: words, title: "Attention", rowTitle: "query", columnTitle: "key" };
const title = (text: string) => ({ title: { text } });

/** One figure of each kind, and of each way in which a kind looks different. */
export const figures: Record<string, Figure> = {
  "a heatmap with numbers": heatmap({ ...attention, values: grid, colorbarTitle: "weight" }),
  "a heatmap without numbers": heatmap({ ...attention, values: grid, annotate: false }),
  "a large heatmap": heatmap({
    ...attention,
    values: Array.from({ length: 60 }, (_, row) => Float32Array.from({ length: 60 }, (_, column) => row * column)),
    rows: Array.from({ length: 60 }, (_, row) => `token ${row}`),
    columns: Array.from({ length: 60 }, (_, column) => `token ${column}`),
  }),
  "two heatmaps": heatmaps({
    ...attention,
    panels: [
      { values: grid, subtitle: "before" },
      { values: grid, subtitle: "after" },
    ],
  }),
  "six heatmaps": heatmaps({
    ...attention,
    panels: Array.from({ length: 6 }, (_, head) => ({ values: grid, subtitle: `head ${head + 1}` })),
  }),
  "one line": lines({
    series: [{ name: "loss", x: [1, 2, 3], y: [3, 2, 1] }],
    title: "Loss",
    xTitle: "step",
    yTitle: "loss",
  }),
  "lines on logarithmic axes": lines({
    series: ["measured", "expected"].map((name, index) => ({ name, x: [16, 256, 4096], y: [index + 1, 20, 4000] })),
    title: "Cost n<sup>2</sup>",
    xTitle: "length",
    yTitle: "ms",
    logX: true,
    logY: true,
  }),
  "bars of one series": bars({
    categories: ["the", "cat", "the"],
    series: [{ name: "count", values: [3, 1, 2] }],
    title: "Counts",
    xTitle: "token",
    yTitle: "count",
  }),
  "bars of three series": bars({
    categories: ["BLEU", "ROUGE"],
    series: ["n-gram", "LSTM", "GPT"].map((name, index) => ({ name, values: [0.1 * index, -0.2] })),
    title: "Scores",
    xTitle: "measure",
    yTitle: "score",
  }),
  "a histogram of one's own": figure({
    data: [{ type: "histogram", x: Float32Array.from({ length: 100 }, (_, index) => Math.sqrt(index)) }],
    layout: { ...title("Lengths"), xaxis: title("length"), yaxis: title("texts") },
    description: "Histogram of lengths: long texts are more frequent.",
  }),
  "a diagram": figure({
    data: [],
    layout: {
      ...title("Encoder"),
      xaxis: { visible: false, range: [0, 10] },
      yaxis: { visible: false, range: [0, 6] },
      shapes: [{ type: "rect", x0: 3, x1: 7, y0: 2, y1: 4, fillcolor: "#cfe6f5" }],
      annotations: [
        { x: 5, y: 3, text: "attention<br>+ <b>norm</b>", showarrow: false },
        { x: 5, y: 2, ax: 5, ay: 1, axref: "x", ayref: "y", text: "", arrowhead: 2 },
      ],
    },
    description: "Diagram of an encoder: an arrow leads into a box called attention and norm.",
  }),
  "boxes and arrows": diagram({
    boxes: {
      "<words>": { at: [0, 0], outline: false },
      encoder: { at: [0, 1], kind: "part", text: "self-attention and <b>feed-forward</b> layers" },
      sum: { at: [0, 2], text: "+", round: true },
      decoder: { at: [1.5, 2.5], kind: "other part", width: 1, height: 1 },
    },
    arrows: [
      { from: "<words>", to: "encoder" },
      { from: "encoder", to: "sum" },
      { from: "<words>", to: "sum", route: "left", branch: true, label: "around" },
      { from: "sum", to: "decoder", label: "keys", dashed: true },
      { from: "<words>", to: "decoder", route: "below" },
    ],
    groups: [{ around: ["encoder", "sum"], text: "× 2" }],
    title: "A model",
  }),
  "points in a plane": points({
    title: "Words in a plane",
    points: words.map((_, index) => [Math.cos(2.4 * index), Math.sin(2.4 * index) * index]),
    labels: words,
    groups: words.map((word) => (word.length > 3 ? "long" : "short")),
    links: [
      [1, 2],
      [2, 4],
    ],
    arrows: true,
  }),
  "points in space": points({
    title: "Words in space",
    points: words.map((_, index) => [Math.cos(2.4 * index), Math.sin(2.4 * index), index]),
    labels: words,
    groups: words.map((word) => (word.length > 3 ? "long" : "short")),
    links: [[1, 4]],
    axisTitles: ["first", "second", "third"],
  }),
  "steps of a heatmap": figureSteps({
    title: "Attention, step by step",
    label: "step",
    steps: [1, 10, 100].map((step) => ({
      name: String(step),
      figure: heatmap({
        ...attention,
        title: `After ${step} steps`,
        values: grid.map((row) => row.map((value) => value ** (1 / step))),
      }),
    })),
    start: 1,
  }),
  "steps of different numbers of lines and annotations": figureSteps({
    title: "What is known",
    label: "model",
    steps: [1, 2, 3].map((count) => ({
      name: `model ${count}`,
      figure: lines({
        series: Array.from({ length: count }, (_, index) => ({
          name: `line ${index}`,
          x: [1, 2, 3],
          y: [3, 2, index],
        })),
        title: `${count} known`,
        xTitle: "step",
        yTitle: "loss",
      }),
    })),
  }),
  "steps in space": figureSteps({
    title: "Words move",
    label: "step",
    steps: [1, 2].map((step) => ({
      name: String(step),
      figure: points({
        title: `Step ${step}`,
        points: words.map((_, index) => [step * Math.cos(2.4 * index), Math.sin(2.4 * index), index]),
        labels: words,
      }),
    })),
  }),
};
