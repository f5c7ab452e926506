import { checkFinite } from "../check-values.ts";
import { extent } from "../extent.ts";
import { plainNumbers } from "../plain-data.ts";
import type { PointsOptions } from "./points.ts";

/** Points that are checked, with the defaults of what was left out. */
export interface Cloud {
  readonly points: readonly (readonly number[])[];
  readonly labels: readonly string[];
  readonly groups: readonly string[];
  /** One per coordinate. */
  readonly titles: readonly string[];
  readonly links: readonly (readonly [number, number])[];
  readonly arrows: boolean;
  readonly equalScale: boolean;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const ordinals = ["first", "second", "third"];

/** Checks points and what belongs to them, and fills in what was left out. */
export function cloudOf(options: PointsOptions): Cloud {
  const { points, labels, groups = labels.map(() => ""), links = [], arrows = false, equalScale = true } = options;
  const size = points[0]?.length ?? 0;
  if (points.length === 0) {
    throw new RangeError("Cannot draw points of nothing: there are none; give at least one");
  }
  if (size !== 2 && size !== 3) {
    throw new RangeError(`Cannot draw points of ${size} coordinates: 2 or 3 are possible; project them first`);
  }
  points.forEach((point, index) => {
    if (point.length !== size) {
      throw new RangeError(`Cannot draw point ${index}: it has ${point.length} coordinates and point 0 has ${size}`);
    }
    checkFinite(point, (axis) => `coordinate ${axis} of point ${index} ("${labels[index]}")`);
  });
  const titles = options.axisTitles ?? ordinals.slice(0, size).map((ordinal) => `${ordinal} component`);
  checkCount("labels", labels, points.length, "point");
  checkCount("groups", groups, points.length, "point");
  checkCount("axis titles", titles, size, "coordinate");
  for (const link of links) {
    if (link.some((index) => points[index] === undefined)) {
      throw new RangeError(
        `Cannot link point ${link[0]} to point ${link[1]}: the points are 0 to ${points.length - 1}`,
      );
    }
  }
  if (arrows && size === 3) {
    throw new RangeError("Cannot draw arrows in three dimensions: plotly has none there; leave arrows out for lines");
  }
  const { width = 700, height = 520 } = options;
  return { points: points.map(plainNumbers), labels, groups, titles, links, arrows, equalScale, width, height };
}

function checkCount(what: string, list: readonly string[], count: number, per: string): void {
  if (list.length !== count) {
    throw new RangeError(
      `Cannot draw ${count} ${per}s with ${list.length} ${what}: there must be as many; give one per ${per}`,
    );
  }
}

/** Lists the groups with the indices of their points, in the order in which they appear. */
export function membersOf(groups: readonly string[]): { group: string; members: number[] }[] {
  return [...new Set(groups)].map((group) => ({
    group,
    members: groups.flatMap((one, index) => (one === group ? [index] : [])),
  }));
}

/** Gives each coordinate a range with free room, a share of it, at both ends. */
export function rangesOf(points: readonly (readonly number[])[], margin: number): [number, number][] {
  return (points[0] ?? []).map((_, axis) => {
    const { min, max } = extent(points.map((point) => point[axis] ?? 0));
    const free = max > min ? margin * (max - min) : 0.5;
    return [min - free, max + free];
  });
}

/** Widens a range on both sides to a length. */
export function widened([from, to]: readonly [number, number], length: number): [number, number] {
  const more = (length - (to - from)) / 2;
  return [from - more, to + more];
}

/** The places of some points along one axis. */
export function placesAlong({ points }: Cloud, members: readonly number[], axis: number): number[] {
  return members.map((index) => points[index]?.[axis] ?? 0);
}

/** The ends of all links along one axis, with a gap after each link. */
export function linksAlong({ points, links }: Cloud, axis: number): (number | null | undefined)[] {
  return links.flatMap(([from, to]) => [points[from]?.[axis], points[to]?.[axis], null]);
}
