import type { PlotlyObject } from "../figure.ts";
import { isObject } from "../figure.ts";

type Point = readonly [x: number, y: number, z: number];

/** Where plotly looks from, unless the layout says it. */
const usualEye: Point = [1.25, 1.25, 1.25];

/** How far from its edge the title of an axis stands; the box is one wide. */
const titleDistance = 0.13;

const names = ["x", "y", "z"] as const;

/**
 * Makes the figure of two dimensions that shows a figure of three from where its camera stands: points and lines of
 * `scatter3d` in an orthographic projection, with the far walls of the box and the titles of the axes. Plotly draws three
 * dimensions by WebGL, which only a browser has. Other figures stay as they are.
 *
 * @throws Error if there are other traces of three dimensions, several scenes, or an axis without a range
 */
export function flattened(
  data: readonly PlotlyObject[],
  layout: PlotlyObject,
): { data: readonly PlotlyObject[]; layout: PlotlyObject } {
  if (!isObject(layout.scene)) {
    return { data, layout };
  }
  const { scene, ...rest } = layout;
  const project = projection(scene);
  const walls = farWalls(eyeOf(scene)).map((line) => line.map(project));
  return {
    data: [wallTrace(walls), ...data.map((trace) => flatTrace(trace, scene, project))],
    layout: {
      ...rest,
      xaxis: { visible: false, range: [-0.95, 0.95], scaleanchor: "y" },
      yaxis: { visible: false, range: [-0.95, 0.95] },
      annotations: names.map((name, axis) => axisTitle(scene, name, axis, project)),
    },
  };
}

/** Gives the direction from which the camera looks. */
function eyeOf(scene: PlotlyObject): Point {
  const camera = isObject(scene.camera) ? scene.camera : {};
  const eye = isObject(camera.eye) ? camera.eye : {};
  const [x, y, z] = names.map((name, axis) => (typeof eye[name] === "number" ? eye[name] : (usualEye[axis] ?? 0)));
  return [x ?? 0, y ?? 0, z ?? 0];
}

/** Makes the map from the box, from -0.5 to 0.5 in each direction, to the picture. Up is up. */
function projection(scene: PlotlyObject): (point: Point) => readonly [number, number] {
  const [x, y, z] = eyeOf(scene);
  const across = Math.hypot(x, y);
  const length = Math.hypot(x, y, z);
  return ([px, py, pz]) => [
    (-y * px + x * py) / across,
    (-(x * px + y * py) * z) / (across * length) + (pz * across) / length,
  ];
}

/** The edges of the three walls behind the points. */
function farWalls(eye: Point): Point[][] {
  const [x, y, z] = eye.map((value) => (value < 0 ? 0.5 : -0.5));
  const [a, b, c] = [x ?? 0, y ?? 0, z ?? 0];
  return [
    [
      [a, b, c],
      [-a, b, c],
      [-a, -b, c],
      [a, -b, c],
      [a, b, c],
      [a, b, -c],
      [-a, b, -c],
      [-a, b, c],
    ],
    [
      [a, b, -c],
      [a, -b, -c],
      [a, -b, c],
    ],
  ];
}

function wallTrace(walls: readonly (readonly (readonly [number, number])[])[]): PlotlyObject {
  const points = walls.flatMap((line) => [...line, [null, null]]);
  return {
    type: "scatter",
    mode: "lines",
    x: points.map(([x]) => x ?? null),
    y: points.map(([, y]) => y ?? null),
    line: { color: "#ccc", width: 1 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

function flatTrace(
  trace: PlotlyObject,
  scene: PlotlyObject,
  project: (point: Point) => readonly [number, number],
): PlotlyObject {
  if (trace.type !== "scatter3d") {
    throw new Error(
      `Cannot draw a ${String(trace.type ?? "scatter")} in three dimensions as a picture: there is no WebGL without a ` +
        "browser; a scatter3d is drawn as a projection",
    );
  }
  const { x, y, z, ...looks } = trace;
  const [xs, ys, zs] = [x, y, z].map((values, axis) => placesInBox(values, scene, names[axis] ?? "x"));
  const points = (xs ?? []).map((place, index) => {
    const [py, pz] = [ys?.[index] ?? null, zs?.[index] ?? null];
    return place === null || py === null || pz === null ? [null, null] : project([place, py, pz]);
  });
  return {
    ...looks,
    type: "scatter",
    x: points.map(([across]) => across ?? null),
    y: points.map(([, up]) => up ?? null),
  };
}

function placesInBox(values: unknown, scene: PlotlyObject, name: string): (number | null)[] {
  const axis = scene[`${name}axis`];
  const range = isObject(axis) ? axis.range : undefined;
  if (!Array.isArray(range) || !Array.isArray(values)) {
    throw new Error(
      `Cannot draw a scatter3d without ${Array.isArray(range) ? `its list ${name}` : `layout.scene.${name}axis.range`}: ` +
        "the picture is drawn from it; write it",
    );
  }
  const [from, to] = range.map(Number);
  const [low, high] = [from ?? 0, to ?? 1];
  return values.map((value) => (typeof value === "number" ? (value - low) / (high - low) - 0.5 : null));
}

/** Writes the title of an axis beside the edge nearest to the eye. */
function axisTitle(
  scene: PlotlyObject,
  name: (typeof names)[number],
  axis: number,
  project: (point: Point) => readonly [number, number],
): PlotlyObject {
  const settings = scene[`${name}axis`];
  const title = isObject(settings) ? settings.title : undefined;
  const [x, y, z] = eyeOf(scene).map((value) => (value < 0 ? -0.5 : 0.5));
  const [a, b, c] = [x ?? 0, y ?? 0, z ?? 0];
  const out = 1 + 2 * titleDistance;
  const edges: Point[] = [
    [0, b * out, -c * out],
    [a * out, 0, -c * out],
    [a * out, -b * out, 0],
  ];
  const [left, up] = project(edges[axis] ?? [0, 0, 0]);
  return { text: isObject(title) ? title.text : "", x: left, y: up, showarrow: false, font: { size: 13 } };
}
