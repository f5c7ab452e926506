import type { PlacedBox } from "./boxes.ts";

/** A place in columns and rows. */
export type Point = readonly [x: number, y: number];

/**
 * The way of an arrow. "straight" goes from edge to edge; "elbow" leaves and arrives sideways, with one step up or down
 * half way; the others leave and arrive at that side, around what stands in between.
 */
export type ArrowRoute = "straight" | "elbow" | "left" | "right" | "above" | "below";

/** How far an arrow that leads around something goes beyond the outer of the two boxes, in columns or rows. */
const detour = 0.16;
/** How far behind its box an arrow branches off from another, in rows or columns. */
const branching = 0.2;

/** Finds the corners of an arrow, its beginning and its tip included. */
export function routeArrow(
  from: PlacedBox,
  to: PlacedBox,
  { route = usualRoute(from, to), reach = detour, branch = false }: RouteOptions = {},
): Point[] {
  switch (route) {
    case "straight":
      return [edge(from, to), edge(to, from)];
    case "elbow": {
      const side = Math.sign(to.x - from.x) || 1;
      const start: Point = [from.x + side * from.halfWidth, from.y];
      const tip: Point = [to.x - side * to.halfWidth, to.y];
      const middle = (start[0] + tip[0]) / 2;
      return [start, [middle, start[1]], [middle, tip[1]], tip];
    }
    case "left":
    case "right": {
      const side = route === "left" ? -1 : 1;
      const outer = side * (Math.max(side * from.x + from.halfWidth, side * to.x + to.halfWidth) + reach);
      const start = behind(from.y, to.y, from.halfHeight);
      const first: Point = branch ? [from.x, start] : [from.x + side * from.halfWidth, from.y];
      return [first, [outer, first[1]], [outer, to.y], [to.x + side * to.halfWidth, to.y]];
    }
    case "above":
    case "below": {
      const side = route === "below" ? -1 : 1;
      const outer = side * (Math.max(side * from.y + from.halfHeight, side * to.y + to.halfHeight) + reach);
      const start = behind(from.x, to.x, from.halfWidth);
      const first: Point = branch ? [start, from.y] : [from.x, from.y + side * from.halfHeight];
      return [first, [first[0], outer], [to.x, outer], [to.x, to.y + side * to.halfHeight]];
    }
  }
}

/** How an arrow leads; see `DiagramArrow`. */
export interface RouteOptions {
  route?: ArrowRoute;
  reach?: number;
  branch?: boolean;
}

/** A place just behind a box, on the way to another. */
function behind(from: number, to: number, half: number): number {
  return from + Math.sign(to - from) * (half + branching);
}

/** Chooses a way: straight where one box is above, below or beside the other, with an elbow elsewhere. */
function usualRoute(from: PlacedBox, to: PlacedBox): ArrowRoute {
  const apart = (a: number, b: number) => Math.abs(a - b) > 1e-9;
  return apart(from.x, to.x) && apart(from.y, to.y) ? "elbow" : "straight";
}

/** Where the line from the middle of one box to the middle of the other leaves the first. */
function edge({ x, y, halfWidth, halfHeight, box }: PlacedBox, other: PlacedBox): Point {
  const [dx, dy] = [other.x - x, other.y - y];
  const reach =
    box.round === true
      ? 1 / Math.hypot(dx / halfWidth, dy / halfHeight)
      : 1 / Math.max(Math.abs(dx) / halfWidth, Math.abs(dy) / halfHeight);
  return [x + dx * reach, y + dy * reach];
}

/**
 * Finds the place of a label, half as wide and half as high as told: on the middle of an arrow, or beside it where it
 * leads around something.
 */
export function labelPlace(
  points: readonly Point[],
  route: ArrowRoute | undefined,
  { halfWidth, halfHeight }: { halfWidth: number; halfHeight: number },
): Point {
  const [x, y] = middleOf(points);
  const aside = { left: [-1, 0], right: [1, 0], above: [0, 1], below: [0, -1], straight: [0, 0], elbow: [0, 0] };
  const [across = 0, up = 0] = aside[route ?? "straight"];
  return [x + across * halfWidth, y + up * halfHeight];
}

function middleOf(points: readonly Point[]): Point {
  const pieces = points.slice(1).map((end, i) => ({ start: points[i] ?? end, end }));
  const lengths = pieces.map(({ start, end }) => Math.hypot(end[0] - start[0], end[1] - start[1]));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [i, { start, end }] of pieces.entries()) {
    const length = lengths[i] ?? 0;
    if (left <= length && length > 0) {
      const share = left / length;
      return [start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])];
    }
    left -= length;
  }
  return points[0] ?? [0, 0];
}
