import { quoted, sentences } from "../describe.ts";
import { extent } from "../extent.ts";
import { type Figure, figure, type PlotlyObject } from "../figure.ts";
import { titleText, withoutMarkup } from "../plotly-text.ts";
import { type DiagramBox, type DiagramScale, fontSize, type PlacedBox, placeBox } from "./boxes.ts";
import { type ArrowRoute, labelPlace, type Point, routeArrow } from "./route.ts";

/** An arrow from one box to another, by their names. */
export interface DiagramArrow {
  from: string;
  to: string;
  /** What stands at it. */
  label?: string;
  /** Its way. Default: straight in a column or a row, else with an elbow. */
  route?: ArrowRoute;
  /** How far an arrow that leads around something keeps away, in columns or rows. Default: 0.16. */
  reach?: number;
  /** Whether an arrow that leads around something branches off behind its box, from the way on. Default: false. */
  branch?: boolean;
  /** Whether it is dashed. Default: false. */
  dashed?: boolean;
}

/** A frame around boxes. */
export interface DiagramGroup {
  /** The names of the boxes in it. */
  around: readonly string[];
  text: string;
  /** Where the text stands. Default: "above", from the left. */
  side?: "above" | "below" | "left" | "right";
  /** How far the frame is from the boxes, in columns and rows. Default: 0.12 and 0.2. */
  padding?: readonly [columns: number, rows: number];
}

/** What a diagram shows. */
export interface DiagramOptions {
  /** The boxes by name, in the order in which the description tells them. */
  boxes: Readonly<Record<string, DiagramBox>>;
  arrows?: readonly DiagramArrow[];
  /** Frames around boxes: those named first lie behind. */
  groups?: readonly DiagramGroup[];
  title: string;
  /** Your own words on what there is to see. They are put before the computed description. */
  description?: string;
  /** The pixels of a column. Default: 160. */
  columnWidth?: number;
  /** The pixels of a row. Default: 64. */
  rowHeight?: number;
}

/** Light enough for black letters: tints of the colours of the series. */
const tints = ["#cfe3f3", "#fbdcc4", "#c8eadd", "#f4dcea", "#fbeac4", "#dff0fb", "#e4e4e4"] as const;
const ink = "#333";
const leastWidth = 420;
/** How long the tip of an arrow is. */
const tipPixels = 10;
const margin = { l: 10, r: 10, b: 10 };
/** Pixels around everything, so that outlines at the edge keep their whole width. */
const air = 2;

/**
 * Draws boxes and arrows: the parts of a model, the steps of a project.
 *
 * @throws RangeError if there are no boxes, a place is not finite, or an arrow or a group names a box that is not there.
 *
 * @example
 * await show(
 *   diagram({
 *     boxes: {
 *       words: { at: [0, 0], outline: false },
 *       encoder: { at: [1, 0], kind: "part" },
 *       decoder: { at: [2, 0], kind: "part" },
 *     },
 *     arrows: [{ from: "words", to: "encoder" }, { from: "encoder", to: "decoder", label: "vectors" }],
 *     title: "Encoder and decoder",
 *   }),
 * );
 */
export function diagram(options: DiagramOptions): Figure {
  const { arrows = [], groups = [], title, columnWidth = 160, rowHeight = 64 } = options;
  const scale = { columnWidth, rowHeight };
  const boxes = Object.entries(options.boxes).map(([name, box]) => placeBox(name, box, scale));
  if (boxes.length === 0) {
    throw new RangeError("Cannot draw a diagram of nothing: there are no boxes; give at least one");
  }
  const find = finder(boxes);
  const ways = arrows.map((arrow) => {
    const [from, to] = [find(arrow.from, "an arrow"), find(arrow.to, "an arrow")];
    if (from === to) {
      throw new RangeError(`Cannot draw an arrow from "${from.name}" to itself: it leads from one box to another`);
    }
    const points = routeArrow(from, to, arrow);
    const box = { at: [0, 0], outline: false, text: arrow.label ?? "" } as const;
    const at = labelPlace(points, arrow.route, placeBox("a label", box, scale));
    return { arrow, points, label: placeBox("a label", { ...box, at }, scale) };
  });
  const frames = groups.map((group) => ({ group, ...frameOf(group, find) }));
  const kinds = [...new Set(boxes.flatMap(({ box }) => (box.kind === undefined ? [] : [box.kind])))];

  const xs = extent([...boxes.flatMap(sides), ...frames.flatMap(({ x0, x1 }) => [x0, x1]), ...ways.flatMap(acrossOf)]);
  const ys = extent([...boxes.flatMap(ends), ...frames.flatMap(textSpace), ...ways.flatMap(upOf)]);
  const needed = (xs.max - xs.min) * columnWidth + 2 * air + margin.l + margin.r;
  const spare = (Math.max(0, leastWidth - needed) / 2 + air) / columnWidth;
  return figure({
    data: [],
    layout: {
      title: { text: titleText(title) },
      width: Math.ceil(Math.max(needed, leastWidth)),
      height: Math.ceil((ys.max - ys.min) * rowHeight + 60 + margin.b),
      margin,
      dragmode: false,
      xaxis: { visible: false, fixedrange: true, range: [xs.min - spare, xs.max + spare] },
      yaxis: { visible: false, fixedrange: true, range: [ys.min - air / rowHeight, ys.max + air / rowHeight] },
      shapes: [
        ...frames.map(frameShape),
        ...ways.map((way) => wayShape(way, scale)),
        ...boxes.flatMap((box) => boxShape(box, kinds)),
      ],
      annotations: [...frames.map(frameText), ...ways.flatMap((way) => arrowMarks(way, scale)), ...boxes.map(boxText)],
    },
    description: sentences(
      options.description,
      `Diagram ${quoted(title)}`,
      `Boxes: ${boxes.map(({ words }) => words).join(", ")}`,
      ways.length === 0 ? "" : `Arrows: ${ways.map(({ arrow }) => arrowWords(arrow, find)).join(", ")}`,
      ...groups.map(({ around, text }) => {
        const names = around.map((name) => find(name, "a group").words);
        return `${withoutMarkup(text)} holds ${names.join(", ")}`;
      }),
    ),
  });
}

interface Way {
  arrow: DiagramArrow;
  points: Point[];
  /** Where the words at the arrow stand, if it has any. */
  label: PlacedBox;
}

interface Frame {
  group: DiagramGroup;
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

type Find = (name: string, what: string) => PlacedBox;

function finder(boxes: readonly PlacedBox[]): Find {
  const byName = new Map(boxes.map((box) => [box.name, box]));
  return (name, what) => {
    const box = byName.get(name);
    if (box === undefined) {
      throw new RangeError(
        `Cannot draw ${what} at "${name}": there is no such box, only ${[...byName.keys()].join(", ")}`,
      );
    }
    return box;
  };
}

const sides = ({ x, halfWidth }: PlacedBox) => [x - halfWidth, x + halfWidth];
const ends = ({ y, halfHeight }: PlacedBox) => [y - halfHeight, y + halfHeight];
const acrossOf = (way: Way) => [...way.points.map(([x]) => x), ...(hasLabel(way) ? sides(way.label) : [])];
const upOf = (way: Way) => [...way.points.map(([, y]) => y), ...(hasLabel(way) ? ends(way.label) : [])];
const hasLabel = ({ arrow }: Way) => arrow.label !== undefined;

/** The rows that a frame takes, its text included. */
function textSpace({ group: { side = "above" }, y0, y1 }: Frame): number[] {
  const line = 0.35;
  return [side === "below" ? y0 - line : y0, side === "above" ? y1 + line : y1];
}

function frameOf({ around, text, padding: [across, up] = [0.12, 0.2] }: DiagramGroup, find: Find) {
  if (around.length === 0) {
    throw new RangeError(`Cannot draw the group "${text}" around nothing: name at least one box`);
  }
  const boxes = around.map((name) => find(name, `the group "${text}"`));
  const [x, y] = [extent(boxes.flatMap(sides)), extent(boxes.flatMap(ends))];
  return { x0: x.min - across, x1: x.max + across, y0: y.min - up, y1: y.max + up };
}

function frameShape({ x0, x1, y0, y1 }: Frame): PlotlyObject {
  return {
    type: "rect",
    ...{ x0, x1, y0, y1 },
    fillcolor: "#f7f7f7",
    line: { color: "#888", width: 1, dash: "dot" },
  };
}

function frameText({ group: { text, side = "above" }, x0, x1, y0, y1 }: Frame): PlotlyObject {
  const upright = side === "above" || side === "below";
  return {
    text: titleText(text),
    showarrow: false,
    font: { size: fontSize, color: "#555" },
    ...(upright
      ? { x: x0, xanchor: "left", y: side === "above" ? y1 : y0, yanchor: side === "above" ? "bottom" : "top" }
      : {
          x: side === "left" ? x0 : x1,
          xanchor: side === "left" ? "left" : "right",
          y: (y0 + y1) / 2,
          textangle: -90,
        }),
  };
}

/** The line of an arrow; it ends inside the tip. */
function wayShape({ arrow: { dashed = false }, points }: Way, scale: DiagramScale): PlotlyObject {
  const line = [...points.slice(0, -1), beforeTip(points, tipPixels / 2, scale)];
  return {
    type: "path",
    path: `M${line.map((point) => point.map(coordinate).join(",")).join("L")}`,
    line: { color: ink, width: 1.5, ...(dashed && { dash: "dash" }) },
  };
}

/** The tip of an arrow, and its label. */
function arrowMarks(way: Way, scale: DiagramScale): PlotlyObject[] {
  const [[x, y] = [0, 0]] = way.points.slice(-1);
  const [ax, ay] = beforeTip(way.points, tipPixels, scale);
  const head = { arrowhead: 2, arrowsize: 1, arrowwidth: 1.5, arrowcolor: ink };
  const tip = { x, y, ax, ay, axref: "x", ayref: "y", text: "", ...head };
  return hasLabel(way) ? [tip, { ...boxText(way.label), bgcolor: "rgba(255,255,255,0.9)" }] : [tip];
}

/** The point so many pixels before the end of a way. */
function beforeTip(points: readonly Point[], pixels: number, { columnWidth, rowHeight }: DiagramScale): Point {
  const [[x0, y0] = [0, 0], [x, y] = [0, 0]] = points.slice(-2);
  const length = Math.hypot((x - x0) * columnWidth, (y - y0) * rowHeight);
  const share = Math.min(1, pixels / length);
  return [x - share * (x - x0), y - share * (y - y0)];
}

function boxShape({ box, x, y, halfWidth, halfHeight }: PlacedBox, kinds: readonly string[]): PlotlyObject[] {
  if (box.outline === false) {
    return [];
  }
  const tint = box.kind === undefined ? "#ffffff" : (tints[kinds.indexOf(box.kind) % tints.length] ?? "#ffffff");
  return [
    {
      type: box.round === true ? "circle" : "rect",
      ...{ x0: x - halfWidth, x1: x + halfWidth, y0: y - halfHeight, y1: y + halfHeight },
      fillcolor: tint,
      line: { color: ink, width: 1 },
    },
  ];
}

function boxText({ lines, x, y }: PlacedBox): PlotlyObject {
  return { x, y, text: lines.join("<br>"), showarrow: false, font: { size: fontSize, color: "#000" } };
}

function arrowWords({ from, to, label }: DiagramArrow, find: Find): string {
  const words = `${find(from, "an arrow").words} → ${find(to, "an arrow").words}`;
  return label === undefined ? words : `${words} (${withoutMarkup(label)})`;
}

/** A number in a path: no exponents, which plotly does not read. */
function coordinate(value: number): string {
  return String(Number(value.toFixed(4)));
}
