import type { PlotlyObject } from "../figure.ts";
import { seriesStyle } from "../palette.ts";
import { literalText, titleText } from "../plotly-text.ts";
import type { Cloud } from "./cloud.ts";
import { membersOf, rangesOf, widened } from "./cloud.ts";

/** The markers that plotly has in three dimensions; seven, so that with the colours 49 groups differ. */
const symbols = ["circle", "square", "diamond", "x", "cross", "circle-open", "square-open"];

/** The share of the box that stays free around the points. */
const margin = 0.08;

/** Makes the traces and the layout of points in space. */
export function solidPoints(cloud: Cloud): { data: PlotlyObject[]; layout: PlotlyObject } {
  const { points, labels, groups, titles, links } = cloud;
  const ranges = boxOf(cloud);
  const at = (members: readonly number[], axis: number) => members.map((index) => points[index]?.[axis] ?? 0);
  const traces = membersOf(groups).map(
    ({ group, members }, index): PlotlyObject => ({
      type: "scatter3d",
      mode: "markers+text",
      name: literalText(group),
      x: at(members, 0),
      y: at(members, 1),
      z: at(members, 2),
      text: members.map((member) => literalText(labels[member] ?? "")),
      textposition: "top center",
      textfont: { size: 11 },
      marker: { color: seriesStyle(index).color, symbol: symbols[index % symbols.length], size: 5 },
      hovertemplate: "%{text}<br>(%{x:.3g}, %{y:.3g}, %{z:.3g})<extra></extra>",
    }),
  );
  const along = (axis: number) => links.flatMap(([from, to]) => [points[from]?.[axis], points[to]?.[axis], null]);
  const lines: PlotlyObject = {
    type: "scatter3d",
    mode: "lines",
    x: along(0),
    y: along(1),
    z: along(2),
    line: { color: "#888", width: 2 },
    hoverinfo: "skip",
    showlegend: false,
  };
  const axis = (index: number) => ({
    title: { text: titleText(titles[index] ?? "") },
    range: ranges[index],
    gridcolor: "#ddd",
    zerolinecolor: "#bbb",
    showbackground: false,
  });
  return {
    data: [...(links.length > 0 ? [lines] : []), ...traces],
    layout: {
      margin: { l: 10, r: 10, b: 10 },
      scene: {
        xaxis: axis(0),
        yaxis: axis(1),
        zaxis: axis(2),
        aspectmode: "cube",
        camera: { eye: { x: 1.2, y: 1.5, z: 0.8 }, projection: { type: "orthographic" } },
      },
    },
  };
}

function boxOf({ points, equalScale }: Cloud): [number, number][] {
  const ranges = rangesOf(points, margin);
  const longest = Math.max(...ranges.map(([from, to]) => to - from));
  return equalScale ? ranges.map((range) => widened(range, longest)) : ranges;
}
