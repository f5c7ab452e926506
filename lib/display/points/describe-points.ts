import { listed } from "../describe.ts";
import { short } from "../format-number.ts";

const fewPoints = 12;

/** Says where the points are if they are few, and which two are nearest to each other and farthest apart. */
export function describePoints(points: readonly (readonly number[])[], labels: readonly string[]): string[] {
  const places = points.map((point, index) => `${labels[index]} (${point.map(short).join(", ")})`);
  const where = points.length <= fewPoints ? `Points: ${places.join(", ")}` : `Points: ${listed(labels)}`;
  const pairs = extremePairs(points);
  if (pairs === undefined) {
    return [where];
  }
  const words = ([a, b]: readonly [number, number]) => `${labels[a]} and ${labels[b]}`;
  return [
    where,
    ...(points.length > 2 ? [`Nearest: ${words(pairs.nearest)}. Farthest: ${words(pairs.farthest)}`] : []),
  ];
}

/** Names the members of each group. */
export function describeGroups(groups: readonly string[], labels: readonly string[]): string[] {
  return [...new Set(groups)].map(
    (group) => `${group}: ${listed(labels.filter((_, index) => groups[index] === group))}`,
  );
}

function extremePairs(points: readonly (readonly number[])[]) {
  let nearest: readonly [number, number] | undefined;
  let farthest: readonly [number, number] | undefined;
  let [least, most] = [Number.POSITIVE_INFINITY, -1];
  for (const [a, point] of points.entries()) {
    for (let b = a + 1; b < points.length; b++) {
      const distance = Math.hypot(...point.map((value, axis) => value - (points[b]?.[axis] ?? 0)));
      if (distance < least) {
        [least, nearest] = [distance, [a, b]];
      }
      if (distance > most) {
        [most, farthest] = [distance, [a, b]];
      }
    }
  }
  return nearest && farthest && { nearest, farthest };
}

/** Says which points are joined, if they are few. */
export function describeLinks(
  links: readonly (readonly [number, number])[],
  labels: readonly string[],
  arrows: boolean,
): string[] {
  if (links.length === 0) {
    return [];
  }
  const names = links.map(([from, to]) => `${labels[from]} ${arrows ? "→" : "–"} ${labels[to]}`);
  return [`${arrows ? "Arrows" : "Lines"}: ${listed(names)}`];
}
