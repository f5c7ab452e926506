import type { PlotlyObject } from "../figure.ts";
import { seriesStyle } from "../palette.ts";
import { literalText, titleText } from "../plotly-text.ts";
import { projectionFrom } from "../projection.ts";
import type { Cloud } from "./cloud.ts";
import { linksAlong, membersOf, placesAlong, rangesOf, widened } from "./cloud.ts";
import { placeLabels } from "./place-labels.ts";

/** The markers of three dimensions that every screen can show: plotly writes them as letters of a font there. */
const symbols = ["circle", "square", "diamond", "circle-open", "square-open", "diamond-open"];

/** The share of the box that stays free around the points. */
const margin = 0.08;

/** Where the camera stands first: three walls are seen, and none of them edge-on. */
const eye = [1, 1.25, 0.67] as const;

const labelSize = 11;

/** The share of the picture's height that the edge of the box takes, about. */
const edgeShare = 0.5;

/** Makes the traces and the layout of points in space. */
export function solidPoints(cloud: Cloud): { data: PlotlyObject[]; layout: PlotlyObject } {
  const { labels, groups, titles, links } = cloud;
  const ranges = boxOf(cloud);
  const places = labelPlaces(cloud, ranges);
  const traces = membersOf(groups).map(
    ({ group, members }, index): PlotlyObject => ({
      type: "scatter3d",
      mode: "markers+text",
      name: literalText(group),
      x: placesAlong(cloud, members, 0),
      y: placesAlong(cloud, members, 1),
      z: placesAlong(cloud, members, 2),
      text: members.map((member) => literalText(places[member]?.text ?? "")),
      textposition: atLeastThree(members.map((member) => places[member]?.position ?? "top center")),
      textfont: { size: labelSize },
      marker: { color: seriesStyle(index).color, symbol: symbols[index % symbols.length], size: 6 },
      customdata: members.map((member) => literalText(labels[member] ?? "")),
      hovertemplate: "%{customdata}<br>(%{x:.3g}, %{y:.3g}, %{z:.3g})<extra></extra>",
    }),
  );
  const lines: PlotlyObject = {
    type: "scatter3d",
    mode: "lines",
    x: linksAlong(cloud, 0),
    y: linksAlong(cloud, 1),
    z: linksAlong(cloud, 2),
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
        camera: { eye: { x: eye[0], y: eye[1], z: eye[2] }, projection: { type: "orthographic" } },
      },
    },
  };
}

/** Plotly reads a list of one or two places as one offset for all the labels. */
function atLeastThree(places: readonly string[]): string[] {
  return [...places, ...Array.from({ length: Math.max(0, 3 - places.length) }, () => "top center")];
}

function boxOf({ points, equalScale }: Cloud): [number, number][] {
  const ranges = rangesOf(points, margin);
  const longest = Math.max(...ranges.map(([from, to]) => to - from));
  return equalScale ? ranges.map((range) => widened(range, longest)) : ranges;
}

/** Chooses places for the labels as they are seen at first; who turns the box sees other labels meet. */
function labelPlaces({ points, labels, links, width, height }: Cloud, ranges: readonly (readonly [number, number])[]) {
  const project = projectionFrom(eye);
  const edge = edgeShare * height;
  const anchors = points.map((point, index) => {
    const [x = 0, y = 0, z = 0] = point.map((value, axis) => {
      const [from, to] = ranges[axis] ?? [0, 1];
      return (value - from) / (to - from) - 0.5;
    });
    const [right, up] = project([x, y, z]);
    return { x: width / 2 + right * edge, y: height / 2 - up * edge, label: labels[index] ?? "" };
  });
  return placeLabels(anchors, { width, height, links, fontSize: labelSize });
}
