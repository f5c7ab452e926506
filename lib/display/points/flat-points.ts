import type { PlotlyObject } from "../figure.ts";
import { seriesStyle } from "../palette.ts";
import { literalText, titleText } from "../plotly-text.ts";
import type { Cloud } from "./cloud.ts";
import { linksAlong, membersOf, placesAlong, rangesOf, widened } from "./cloud.ts";
import { placeLabels } from "./place-labels.ts";

const labelSize = 12;

/** The share of the picture that stays free around the points, for their labels. */
const margin = 0.1;

/** The pixels around the axes. */
const surroundings = { width: 110, height: 140, legend: 110 };

/** Makes the traces and the layout of points in a plane. */
export function flatPoints(cloud: Cloud): { data: PlotlyObject[]; layout: PlotlyObject } {
  const { labels, groups, titles, links, arrows } = cloud;
  const [xRange, yRange] = planeOf(cloud);
  const places = labelPlaces(cloud, xRange, yRange);
  const traces = membersOf(groups).map(({ group, members }, index): PlotlyObject => {
    const { color } = seriesStyle(index);
    return {
      type: "scatter",
      mode: "markers+text",
      name: literalText(group),
      x: placesAlong(cloud, members, 0),
      y: placesAlong(cloud, members, 1),
      text: members.map((member) => literalText(places[member]?.text ?? "")),
      textposition: members.map((member) => places[member]?.position ?? "top center"),
      textfont: { size: labelSize },
      // Colours and markers, both seven, come back in other pairs.
      marker: { color, symbol: seriesStyle(index + Math.floor(index / 7)).marker, size: 9 },
      customdata: members.map((member) => literalText(labels[member] ?? "")),
      hovertemplate: "%{customdata}<br>(%{x:.3g}, %{y:.3g})<extra></extra>",
      cliponaxis: false,
    };
  });
  const axis = (title: string, range: readonly [number, number]) => ({
    title: { text: titleText(title) },
    range,
    gridcolor: "#e5e5e5",
    zerolinecolor: "#bbb",
    ticklabelstandoff: 4,
  });
  return {
    data: [...(links.length > 0 && !arrows ? [linkLines(cloud)] : []), ...traces],
    layout: {
      xaxis: axis(titles[0] ?? "", xRange),
      yaxis: { ...axis(titles[1] ?? "", yRange), ...(cloud.equalScale ? { scaleanchor: "x" } : {}) },
      ...(arrows ? { annotations: links.map((link) => arrow(cloud, link)) } : {}),
    },
  };
}

/** Gives the pixels of the area inside the axes, as far as they are known before plotly draws. */
function area({ groups, width, height }: Cloud): [number, number] {
  const legend = groups.some((group) => group !== "") ? surroundings.legend : 0;
  return [width - surroundings.width - legend, height - surroundings.height];
}

/** Gives the ranges of the axes, the shorter one widened to the same scale if distances are to be comparable. */
function planeOf(cloud: Cloud): [[number, number], [number, number]] {
  const [x = [0, 1], y = [0, 1]] = rangesOf(cloud.points, margin);
  if (!cloud.equalScale) {
    return [x, y];
  }
  const [across, up] = area(cloud);
  const unitsPerPixel = Math.max((x[1] - x[0]) / across, (y[1] - y[0]) / up);
  return [widened(x, unitsPerPixel * across), widened(y, unitsPerPixel * up)];
}

function labelPlaces(cloud: Cloud, x: readonly [number, number], y: readonly [number, number]) {
  const [across, up] = area(cloud);
  const anchors = cloud.points.map(([px = 0, py = 0], index) => ({
    x: ((px - x[0]) / (x[1] - x[0])) * across,
    y: ((y[1] - py) / (y[1] - y[0])) * up,
    label: cloud.labels[index] ?? "",
  }));
  return placeLabels(anchors, { width: across, height: up, links: cloud.links, fontSize: labelSize });
}

function linkLines(cloud: Cloud): PlotlyObject {
  return {
    type: "scatter",
    mode: "lines",
    x: linksAlong(cloud, 0),
    y: linksAlong(cloud, 1),
    line: { color: "#888", width: 1.5 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

function arrow({ points }: Cloud, [from, to]: readonly [number, number]): PlotlyObject {
  const [start, end] = [points[from] ?? [], points[to] ?? []];
  return {
    x: end[0],
    y: end[1],
    ax: start[0],
    ay: start[1],
    axref: "x",
    ayref: "y",
    text: "",
    arrowhead: 2,
    arrowwidth: 1.5,
    arrowcolor: "#666",
    standoff: 6,
    startstandoff: 6,
  };
}
