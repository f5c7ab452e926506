/** A point in pixels, from the left and from the top, and the label that it gets. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly label: string;
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

/** So many labels are always written; of more, those that would be covered appear under the mouse only. */
const alwaysWritten = 40;

/** How much of a label may be covered then. */
const mostCovered = 0.12;

/** A label that has its place. */
export interface PlacedLabel {
  /** What is written, which is nothing where there is no room. */
  readonly text: string;
  /** Plotly's `textposition`. */
  readonly position: string;
}

/** A line between two points, which takes as much room as a thin wall of squares. */
type Segment = readonly [from: number, to: number];

/** Half the width of a line as a label feels it, and the pixels between two of its squares. */
const lineReach = 2;
const lineStep = 4;

/** How often every label looks for a better place, now that the others have theirs. */
const rounds = 4;

type Rectangle = readonly [left: number, top: number, right: number, bottom: number];

/** What labels must keep clear of. */
export interface Surroundings {
  /** Pixels. Labels should not leave the picture. */
  readonly width: number;
  readonly height: number;
  /** Lines between the points with these indices. */
  readonly links: readonly Segment[];
  /** The size of the letters, in pixels. */
  readonly fontSize: number;
}

/**
 * Chooses for each label the place beside its point where it covers the least of other labels, points and lines: one
 * label after another and several times over, which is good enough for some hundred words. Where there are more than
 * 40, those that still cover each other are left out, the worst first.
 */
export function placeLabels(anchors: readonly Anchor[], surroundings: Surroundings): PlacedLabel[] {
  const { width, height, links, fontSize } = surroundings;
  const markers = anchors.map(({ x, y }): Rectangle => [x - reach, y - reach, x + reach, y + reach]);
  const lines = links.flatMap(([from, to]) => squaresAlong(anchors[from], anchors[to]));
  const chosen = anchors.map(() => 0);
  const boxes: (Rectangle | undefined)[] = anchors.map((anchor) => boxAt(anchor, 0, fontSize));

  /** How many square pixels a label in this box would cover, or lose at the edge of the picture. */
  function covered(index: number, box: Rectangle): number {
    let sum = areaOf(box) - overlap(box, [0, 0, width, height]);
    for (let other = 0; other < anchors.length; other++) {
      if (other !== index) {
        sum += overlap(box, markers[other]) + overlap(box, boxes[other]);
      }
    }
    return lines.reduce((total, square) => total + overlap(box, square), sum);
  }

  function choose(index: number, anchor: Anchor): void {
    const costs = positions.map((_, place) => covered(index, boxAt(anchor, place, fontSize)) + 2 * place);
    const best = costs.indexOf(Math.min(...costs));
    chosen[index] = best;
    boxes[index] = boxAt(anchor, best, fontSize);
  }

  function shareCovered(index: number): number {
    const box = boxes[index];
    return box === undefined ? 0 : covered(index, box) / areaOf(box);
  }

  for (let round = 0; round < rounds; round++) {
    for (const [index, anchor] of anchors.entries()) {
      choose(index, anchor);
    }
  }
  if (anchors.length > alwaysWritten) {
    const left = [...anchors.keys()];
    for (;;) {
      const shares = left.map(shareCovered);
      const worst = shares.indexOf(Math.max(...shares));
      if ((shares[worst] ?? 0) <= mostCovered) {
        break;
      }
      boxes[left[worst] ?? 0] = undefined;
      left.splice(worst, 1);
    }
  }
  return anchors.map(({ label }, index) => ({
    text: boxes[index] === undefined ? "" : label,
    position: positions[chosen[index] ?? 0] ?? "top center",
  }));
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

/** Measures a label as a rectangle, roughly: fonts differ from screen to screen. */
function boxAt({ x, y, label }: Anchor, place: number, fontSize: number): Rectangle {
  const [width, height] = [0.6 * fontSize * Math.max(1, [...label].length), 1.2 * fontSize];
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

function areaOf([left, top, right, bottom]: Rectangle): number {
  return (right - left) * (bottom - top);
}
