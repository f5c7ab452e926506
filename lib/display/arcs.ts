import { checkFinite } from "./check-values.ts";
import { quoted, sentences } from "./describe.ts";
import { type Figure, figure, type PlotlyObject } from "./figure.ts";
import { literalText, titleText, withoutMarkup } from "./plotly-text.ts";

/** An arc from one place of a row to a later one. */
export interface Arc {
  from: number;
  to: number;
  /** What stands on it. */
  label?: string;
  /** "strong" is thick and bold, "faint" dotted and grey. Default: "usual". */
  look?: ArcLook;
}

/** How much an arc draws the eye. */
export type ArcLook = "usual" | "strong" | "faint";

/** What a row with arcs over it shows. */
export interface ArcsOptions {
  /** What stands between the places, such as the letters of a word: n of them have n + 1 places around them. */
  letters: readonly string[];
  arcs: readonly Arc[];
  /** What stands under each place, "" for nothing. */
  places?: readonly string[];
  title: string;
  /** Your own words on what there is to see. They are put before the computed description. */
  description?: string;
  /** Pixels. Default: 760. */
  width?: number;
  /** Pixels. Default: 450. */
  height?: number;
}

const looks: Record<ArcLook, { color: string; dash: string; width: number; words: string }> = {
  faint: { color: "#8a8a8a", dash: "dot", width: 1.2, words: "Faint" },
  usual: { color: "#444444", dash: "solid", width: 1.5, words: "Arcs" },
  strong: { color: "#0072B2", dash: "solid", width: 4, words: "Strong" },
};
const pointsPerArc = 24;
const gap = null;

/**
 * Draws a row of letters with arcs over it, each from one place between letters to another: the ways to cut a word.
 * All figures over the same letters have the same axes and traces, so that they can be the steps of a slider, if the
 * longest arc of each is equally long.
 *
 * @throws RangeError if there are no letters, an arc leaves the row or does not run to the right, or there is not one
 *   word per place.
 *
 * @example
 * await show(
 *   arcs({
 *     letters: ["h", "i"],
 *     arcs: [{ from: 0, to: 2, label: "hi", look: "strong" }, { from: 0, to: 1, label: "h" }, { from: 1, to: 2, label: "i" }],
 *     title: "Two ways to cut a word",
 *   }),
 * );
 */
export function arcs(options: ArcsOptions): Figure {
  const { letters, title, width = 760, height = 450 } = options;
  const places = options.places ?? Array.from({ length: letters.length + 1 }, () => "");
  check(options, places);
  const top = Math.max(1, ...options.arcs.map(heightOf));
  const hidden = { visible: false, fixedrange: true };
  return figure({
    data: [
      ...(["faint", "usual", "strong"] as const).flatMap((look) => tracesOf(look, options.arcs)),
      ...row(letters, places),
    ],
    layout: {
      title: { text: titleText(title) },
      ...{ width, height },
      margin: { l: 20, r: 20, b: 10 },
      showlegend: false,
      hovermode: false,
      dragmode: false,
      xaxis: { ...hidden, range: [-0.5, letters.length + 0.5] },
      yaxis: { ...hidden, range: [-0.45 * (top / 2), top + 0.4 * (top / 2)] },
    },
    description: sentences(
      options.description,
      `Arcs ${quoted(title)}`,
      `The row: ${letters.join(" ")}`,
      ...(["strong", "usual", "faint"] as const).map((look) => wordsOf(look, options)),
      places.every((place) => place === "") ? "" : `Under the places: ${places.map(placeWords).join(", ")}`,
    ),
  });
}

function check({ letters, arcs }: ArcsOptions, places: readonly string[]): void {
  if (letters.length === 0) {
    throw new RangeError("Cannot draw arcs over nothing: there are no letters; give at least one");
  }
  if (places.length !== letters.length + 1) {
    throw new RangeError(
      `Cannot write ${places.length} words under the places: ${letters.length} letters have ${letters.length + 1} places around them`,
    );
  }
  checkFinite(
    arcs.flatMap(({ from, to }) => [from, to]),
    (index) => `an end of arc ${Math.floor(index / 2)}`,
  );
  for (const { from, to } of arcs) {
    if (from < 0 || to > letters.length || from >= to) {
      throw new RangeError(
        `Cannot draw an arc from ${from} to ${to}: arcs run to the right, between the places 0 and ${letters.length}`,
      );
    }
  }
}

/** Longer arcs are higher, but not in proportion: a long word would leave no room for the short ones. */
function heightOf({ from, to }: Arc): number {
  return (to - from) ** 0.75;
}

/** The arcs of one look as one line with gaps, and their labels as another trace. Plotly refuses traces without points. */
function tracesOf(look: ArcLook, all: readonly Arc[]): PlotlyObject[] {
  const { color, dash, width } = looks[look];
  const arcs = all.filter((arc) => (arc.look ?? "usual") === look);
  const angles = Array.from({ length: pointsPerArc + 1 }, (_, step) => Math.PI * (1 - step / pointsPerArc));
  const across = ({ from, to }: Arc, cosine: number) => (from + to) / 2 + (cosine * (to - from)) / 2;
  const label = (text: string) => (look === "strong" ? `<b>${titleText(text)}</b>` : titleText(text));
  return [
    {
      type: "scatter",
      mode: "lines",
      x: [gap, ...arcs.flatMap((arc) => [...angles.map((angle) => across(arc, Math.cos(angle))), gap])],
      y: [gap, ...arcs.flatMap((arc) => [...angles.map((angle) => Math.sin(angle) * heightOf(arc)), gap])],
      line: { color, dash, width },
    },
    {
      type: "scatter",
      mode: "text",
      x: [gap, ...arcs.map((arc) => across(arc, 0))],
      y: [gap, ...arcs.map(heightOf)],
      text: ["", ...arcs.map((arc) => label(arc.label ?? ""))],
      textposition: "top center",
      textfont: { size: 11, color: look === "strong" ? color : "#222" },
    },
  ];
}

/** The letters, the places between them and the words under those. */
function row(letters: readonly string[], places: readonly string[]): PlotlyObject[] {
  return [
    {
      type: "scatter",
      mode: "text",
      x: letters.map((_, at) => at + 0.5),
      y: letters.map(() => 0),
      text: letters.map(literalText),
      textfont: { size: 17, color: "#000" },
    },
    {
      type: "scatter",
      mode: "markers+text",
      x: places.map((_, at) => at),
      y: places.map(() => 0),
      marker: { color: "#ffffff", size: 12, line: { color: "#222", width: 1.5 } },
      text: places.map(titleText),
      textposition: "bottom center",
      textfont: { size: 11, color: "#222" },
      cliponaxis: false,
    },
  ];
}

function wordsOf(look: ArcLook, { arcs }: ArcsOptions): string {
  const found = arcs.filter((arc) => (arc.look ?? "usual") === look);
  const words = found.map(({ from, to, label = "" }) => `${withoutMarkup(label)} from ${from} to ${to}`.trim());
  return found.length === 0 ? "" : `${looks[look].words}: ${words.join(", ")}`;
}

function placeWords(text: string, at: number): string {
  return `${at} ${text === "" ? "nothing" : withoutMarkup(text)}`;
}
