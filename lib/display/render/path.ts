/** A point on the page. */
export type Point = readonly [x: number, y: number];

/** How many numbers one step of each path command takes. */
const stepSizes: Record<string, number> = { M: 2, L: 2, T: 2, H: 1, V: 1, Q: 4, S: 4, C: 6, A: 7 };

/**
 * Lists the points through which an SVG path goes, control points included, which is close enough for a box. Arcs
 * count by their ends.
 */
export function pathPoints(path: string): Point[] {
  const points: Point[] = [];
  let [x, y] = [0, 0];
  for (const [, letter = "", list = ""] of path.matchAll(/([a-df-z])([^a-df-z]*)/gi)) {
    const command = letter.toUpperCase();
    const numbers = (list.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
    const size = stepSizes[command] ?? numbers.length + 1;
    for (let start = 0; start + size <= numbers.length; start += size) {
      const [fromX, fromY] = letter === command ? [0, 0] : [x, y];
      for (const [dx, dy] of stepPairs(command, numbers.slice(start, start + size))) {
        x = dx === undefined ? x : fromX + dx;
        y = dy === undefined ? y : fromY + dy;
        points.push([x, y]);
      }
    }
  }
  return points;
}

/** Splits the numbers of one step into x and y; what a horizontal or vertical step does not change is left out. */
function stepPairs(command: string, numbers: number[]): [x: number | undefined, y: number | undefined][] {
  switch (command) {
    case "H":
      return [[numbers[0], undefined]];
    case "V":
      return [[undefined, numbers[0]]];
    case "A":
      return [[numbers[5], numbers[6]]];
    default:
      return Array.from({ length: numbers.length / 2 }, (_, pair) => [numbers[2 * pair], numbers[2 * pair + 1]]);
  }
}

/** Gives the length of a path along the straight lines between its points. */
export function pathLength(path: string): number {
  return segments(path).reduce((total, { length }) => total + length, 0);
}

/** Gives the point that lies so far along a path; its end if the path is shorter. */
export function pointAtLength(path: string, distance: number): { x: number; y: number } {
  let left = distance;
  for (const { from, to, length } of segments(path)) {
    if (left <= length && length > 0) {
      const share = Math.max(0, left) / length;
      return { x: from[0] + share * (to[0] - from[0]), y: from[1] + share * (to[1] - from[1]) };
    }
    left -= length;
  }
  const [x, y] = pathPoints(path).at(-1) ?? [0, 0];
  return { x, y };
}

function segments(path: string): { from: Point; to: Point; length: number }[] {
  const points = pathPoints(path);
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    return { from, to, length: Math.hypot(to[0] - from[0], to[1] - from[1]) };
  });
}
