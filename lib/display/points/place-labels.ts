/** A point in pixels, from the left and from the top, and the size of the label that it gets. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where labels may stand, the liked places first. */
const positions = [
  "top center",
  "bottom center",
  "middle right",
  "middle left",
  "top right",
  "top left",
  "bottom right",
  "bottom left",
] as const;

/** Half the width of a marker, and the air around it. */
const reach = 7;

/** Measures a label as a rectangle, roughly: plotly's fonts differ from screen to screen. */
export function labelBox(label: string, size: number): { width: number; height: number } {
  return { width: Math.max(1, [...label].length) * 0.6 * size, height: 1.2 * size };
}

/** A line between two points, which takes as much room as a thin wall of squares. */
type Segment = readonly [from: number, to: number];

/** Half the width of a line as a label feels it, and the pixels between two of its squares. */
const lineReach = 2;
const lineStep = 4;

/** How often every label looks for a better place, now that the others have theirs. */
const rounds = 4;

type Rectangle = readonly [left: number, top: number, right: number, bottom: number];

/**
 * Chooses for each label the place beside its point where it covers the least of other labels and points, one label
 * after another and several times over: greedy, which is good enough for some hundred words.
 *
 * @param links lines between the points with these indices
 * @param size the width and the height of the picture, which labels should not leave
 * @returns plotly's `textposition` of each label, and how much of its area is covered
 */
export function placeLabels(
  anchors: readonly Anchor[],
  links: readonly Segment[],
  [width, height]: readonly [number, number],
): { position: string; covered: number }[] {
  const markers = anchors.map(({ x, y }): Rectangle => [x - reach, y - reach, x + reach, y + reach]);
  const lines = links.flatMap(([from, to]) => squaresAlong(anchors[from], anchors[to]));
  const chosen = anchors.map(() => 0);
  const boxes = anchors.map((anchor) => boxAt(anchor, 0));

  function cost(index: number, box: Rectangle): number {
    let sum = outside(box, width, height);
    for (let other = 0; other < anchors.length; other++) {
      if (other !== index) {
        sum += overlap(box, markers[other]) + overlap(box, boxes[other]);
      }
    }
    return lines.reduce((covered, square) => covered + overlap(box, square), sum);
  }

  for (let round = 0; round < rounds; round++) {
    for (const [index, anchor] of anchors.entries()) {
      const costs = positions.map((_, place) => cost(index, boxAt(anchor, place)) + 2 * place);
      const best = costs.indexOf(Math.min(...costs));
      chosen[index] = best;
      boxes[index] = boxAt(anchor, best);
    }
  }
  return anchors.map((anchor, index) => {
    const place = chosen[index] ?? 0;
    const covered = cost(index, boxAt(anchor, place)) / (anchor.width * anchor.height);
    return { position: positions[place] ?? "top center", covered };
  });
}

function squaresAlong(from: Anchor | undefined, to: Anchor | undefined): Rectangle[] {
  if (from === undefined || to === undefined) {
    return [];
  }
  const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / lineStep);
  return Array.from({ length: steps }, (_, step) => {
    const [x, y] = [from.x + ((to.x - from.x) * step) / steps, from.y + ((to.y - from.y) * step) / steps];
    return [x - lineReach, y - lineReach, x + lineReach, y + lineReach];
  });
}

function boxAt({ x, y, width, height }: Anchor, place: number): Rectangle {
  const [vertical = "", horizontal = ""] = (positions[place] ?? "").split(" ");
  const aside = vertical === "middle" ? reach : 2;
  const left = horizontal === "right" ? x + aside : horizontal === "left" ? x - aside - width : x - width / 2;
  const top = vertical === "bottom" ? y + reach : vertical === "top" ? y - reach - height : y - height / 2;
  return [left, top, left + width, top + height];
}

function overlap([left, top, right, bottom]: Rectangle, other: Rectangle | undefined): number {
  const [otherLeft, otherTop, otherRight, otherBottom] = other ?? [0, 0, 0, 0];
  const across = Math.min(right, otherRight) - Math.max(left, otherLeft);
  const down = Math.min(bottom, otherBottom) - Math.max(top, otherTop);
  return across > 0 && down > 0 ? across * down : 0;
}

function outside([left, top, right, bottom]: Rectangle, width: number, height: number): number {
  const inside = overlap([left, top, right, bottom], [0, 0, width, height]);
  return (right - left) * (bottom - top) - inside;
}
