import type { PlotlyObject } from "./figure.ts";
import { isObject } from "./figure.ts";

/** A point in the box of a scene, which reaches from -0.5 to 0.5 in each direction. */
export type BoxPoint = readonly [x: number, y: number, z: number];

/** Where plotly looks from, unless the layout says it. */
const usualEye: BoxPoint = [1.25, 1.25, 1.25];

export const coordinates = ["x", "y", "z"] as const;

/** Gives the direction from which the camera of a scene looks. */
export function eyeOf(scene: PlotlyObject): BoxPoint {
  const camera = isObject(scene.camera) ? scene.camera : {};
  const eye = isObject(camera.eye) ? camera.eye : {};
  const [x, y, z] = coordinates.map((name, axis) =>
    typeof eye[name] === "number" ? eye[name] : (usualEye[axis] ?? 0),
  );
  return [x ?? 0, y ?? 0, z ?? 0];
}

/**
 * Makes the orthographic projection on the plane that faces the eye: what is higher stays higher. In the picture one to
 * the right and one up are as long as the edge of the box.
 */
export function projectionFrom([x, y, z]: BoxPoint): (point: BoxPoint) => [right: number, up: number] {
  const across = Math.hypot(x, y);
  const length = Math.hypot(x, y, z);
  return ([px, py, pz]) => [(x * py - y * px) / across, (pz * across - ((x * px + y * py) * z) / across) / length];
}
