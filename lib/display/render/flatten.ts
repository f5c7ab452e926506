import type { PlotlyObject } from "../figure.ts";
import { isObject } from "../figure.ts";
import type { BoxPoint } from "../projection.ts";
import { coordinates, eyeOf, projectionFrom } from "../projection.ts";

type Project = (point: BoxPoint) => readonly [number, number];

/** How far from the middle the titles of the axes stand, in units of half the box. */
const titlePlace = 1.16;

/** How far the picture reaches from the middle, as wide and as high: the box turned on its corner, and its titles. */
const reach = 0.88;

/** What a scene and its axes may have, of all that plotly knows: the bundle that draws here cannot check the rest. */
const sceneNames =
  /^(?:[xyz]axis|aspectmode|aspectratio|annotations|bgcolor|camera|domain|dragmode|hovermode|uirevision)$/;

/**
 * Makes the figure of two dimensions that shows a figure of three from where its camera stands: points and lines of
 * `scatter3d` in an orthographic projection, with the far walls of the box and the titles of the axes. Plotly draws
 * three dimensions by WebGL, which only a browser has. Other figures stay as they are.
 *
 * @throws Error if there are other traces of three dimensions, or an axis without a range
 */
export function flattened(
  data: readonly PlotlyObject[],
  layout: PlotlyObject,
): { data: readonly PlotlyObject[]; layout: PlotlyObject } {
  if (!isObject(layout.scene)) {
    return { data, layout };
  }
  const { scene, ...rest } = layout;
  const unknown = Object.keys(scene).find((name) => !sceneNames.test(name));
  if (unknown !== undefined) {
    throw new Error(`Cannot draw the figure: a scene has no "${unknown}"; look it up in plotly's reference`);
  }
  const eye = eyeOf(scene);
  const project = projectionFrom(eye);
  return {
    data: [wallsTrace(eye, project), ...data.map((trace) => flatTrace(trace, scene, project))],
    layout: {
      ...rest,
      xaxis: { visible: false, range: [-reach, reach], scaleanchor: "y" },
      yaxis: { visible: false, range: [-reach, reach] },
      annotations: axisTitles(scene, eye, project),
    },
  };
}

/** Draws the edges of the three walls behind the points, in one stroke and a corner. */
function wallsTrace(eye: BoxPoint, project: Project): PlotlyObject {
  const [x = 0, y = 0, z = 0] = eye.map((value) => (value < 0 ? 0.5 : -0.5));
  const stroke: BoxPoint[] = [
    [x, y, z],
    [-x, y, z],
    [-x, -y, z],
    [x, -y, z],
    [x, y, z],
    [x, y, -z],
    [-x, y, -z],
    [-x, y, z],
  ];
  const corner: BoxPoint[] = [
    [x, y, -z],
    [x, -y, -z],
    [x, -y, z],
  ];
  const places = [...stroke.map(project), [null, null], ...corner.map(project)];
  return {
    type: "scatter",
    mode: "lines",
    x: places.map(([right]) => right ?? null),
    y: places.map(([, up]) => up ?? null),
    line: { color: "#ccc", width: 1 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

function flatTrace(trace: PlotlyObject, scene: PlotlyObject, project: Project): PlotlyObject {
  if (trace.type !== "scatter3d") {
    throw new Error(
      `Cannot draw a ${String(trace.type ?? "scatter")} beside a scene as a picture: there is no WebGL without a ` +
        "browser; a scatter3d is drawn as a projection",
    );
  }
  const { x, y, z, scene: _, ...looks } = trace;
  const [xs = [], ys = [], zs = []] = [x, y, z].map((values, axis) =>
    placesInBox(values, scene, coordinates[axis] ?? "x"),
  );
  const places = xs.map((right, index) => {
    const [depth, up] = [ys[index] ?? null, zs[index] ?? null];
    return right === null || depth === null || up === null ? [null, null] : project([right, depth, up]);
  });
  return {
    ...looks,
    type: "scatter",
    x: places.map(([right]) => right ?? null),
    y: places.map(([, up]) => up ?? null),
  };
}

function placesInBox(values: unknown, scene: PlotlyObject, name: string): (number | null)[] {
  const axis = scene[`${name}axis`];
  const range = isObject(axis) ? axis.range : undefined;
  if (!Array.isArray(range) || !Array.isArray(values)) {
    const missing = Array.isArray(range) ? `list ${name}` : `layout.scene.${name}axis.range`;
    throw new Error(`Cannot draw a scatter3d without its ${missing}: the picture is made from it; write it`);
  }
  const [low = 0, high = 1] = range.map(Number);
  return values.map((value) => (typeof value === "number" ? (value - low) / (high - low) - 0.5 : null));
}

/** Writes the titles along the edges nearest to the eye, as plotly does. */
function axisTitles(scene: PlotlyObject, eye: BoxPoint, project: Project): PlotlyObject[] {
  const [x = 0, y = 0, z = 0] = eye.map((value) => 0.5 * titlePlace * (value < 0 ? -1 : 1));
  const middles: BoxPoint[] = [
    [0, y, -z],
    [x, 0, -z],
    [x, -y, 0],
  ];
  const directions: BoxPoint[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  return coordinates.map((name, index) => {
    const axis = scene[`${name}axis`];
    const title = isObject(axis) && isObject(axis.title) ? axis.title : {};
    const [right, up] = project(middles[index] ?? [0, 0, 0]);
    const [along, upwards] = project(directions[index] ?? [0, 0, 1]);
    // From left to right, and straight up rather than straight down.
    const turn = along < 0 || (along === 0 && upwards < 0) ? 180 : 0;
    const angle = (-Math.atan2(upwards, along) * 180) / Math.PI + turn;
    return {
      text: title.text ?? "",
      x: right,
      y: up,
      textangle: angle > 180 ? angle - 360 : angle,
      showarrow: false,
      font: { size: 13 },
    };
  });
}
