import type { Output } from "./bundle.ts";
import { output } from "./bundle.ts";
import { seriesColors } from "./palette.ts";
import { plainData } from "./plain-data.ts";
import { withoutMarkup } from "./plotly-text.ts";

/** A trace or a layout as plotly.js writes it: https://plotly.com/javascript/reference/ */
export type PlotlyObject = { readonly [name: string]: unknown };

/** A picture that plotly draws, in the notebook and as PNG, with the sentence that stands in for it. */
export interface Figure extends Output {
  readonly data: readonly PlotlyObject[];
  readonly layout: PlotlyObject;
  /** Where the figure moves, what each of its steps changes: plotly's frames. */
  readonly frames?: readonly PlotlyObject[];
  readonly description: string;
}

/** A figure as it is drawn. */
export interface FigureParts {
  readonly data: readonly PlotlyObject[];
  readonly layout: PlotlyObject;
  readonly frames?: readonly PlotlyObject[];
  /** What the frames make of the figure, one by one: these are validated too. */
  readonly states?: readonly { readonly data: readonly PlotlyObject[]; readonly layout: PlotlyObject }[];
  readonly description: string;
  /** What stands in for the PNG, where the description tells more than the picture shows. Default: the description. */
  readonly alt?: string;
}

/** What a figure is made of. */
export interface FigureOptions {
  /** The traces. Typed arrays may stand for arrays. */
  data: readonly PlotlyObject[];
  /** The layout, with titles written as `{ text }`. What is left out is filled in: 700 by 450 pixels, white paper. */
  layout: PlotlyObject;
  /** What the figure shows, for whoever cannot see it: kind, axes, range, trend. */
  description: string;
}

const fontFamily = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif";

/**
 * Makes a figure out of plotly's own traces and layout, for what `heatmap`, `lines` and `bars` do not draw. Of three
 * dimensions it draws `scatter3d` in a `scene` whose axes have ranges.
 *
 * @throws Error if the description, the title or the title of a visible axis is missing.
 * @throws TypeError if the data hold NaN, an infinity or something that JSON cannot hold.
 *
 * @example
 * await show(
 *   figure({
 *     data: [{ type: "histogram", x: lengths }],
 *     layout: { title: { text: "Length" }, xaxis: { title: { text: "tokens" } }, yaxis: { title: { text: "texts" } } },
 *     description: "Histogram of the lengths of the texts: most have 20 to 40 tokens.",
 *   }),
 * );
 */
export function figure({ data, layout, description }: FigureOptions): Figure {
  if (description.trim() === "") {
    throw new Error("Cannot make a figure without a description: whoever cannot see it needs the words; write one");
  }
  checkTitles(data, layout);
  return figureOf({
    data: data.map((trace, index) => plainObject(trace, `data[${index}]`)),
    layout: withDefaults(plainObject(layout, "layout")),
    description,
  });
}

/** Makes a figure out of parts that are checked and filled in already. */
export function figureOf(parts: FigureParts): Figure {
  const { data, layout, frames, description } = parts;
  return {
    data,
    layout,
    ...(frames === undefined ? {} : { frames }),
    description,
    ...output(`Figure: ${description}`, async () => {
      // Drawing takes jsdom and plotly.js, close to a second to load: only a figure that is shown pays for them.
      const { figureBundle } = await import("./render/figure-bundle.ts");
      return figureBundle(parts);
    }),
  };
}

/** Gives what plotly's renderers take of a figure. */
export function plotlyContent({ data, layout, frames }: Pick<Figure, "data" | "layout" | "frames">): PlotlyObject {
  return { data, layout, ...(frames === undefined ? {} : { frames }) };
}

function checkTitles(data: readonly PlotlyObject[], layout: PlotlyObject): void {
  if (!hasTitle(layout)) {
    throw new Error("Cannot make a figure without a title: layout.title.text is not there; write title: { text: ... }");
  }
  if (data.length > 0 && data.every((trace) => trace.type === "pie")) {
    return;
  }
  const scenes = Object.entries(layout).filter(([name]) => /^scene\d*$/.test(name));
  for (const [name, scene] of scenes) {
    for (const axis of ["xaxis", "yaxis", "zaxis"]) {
      checkAxisTitle(`${name}.${axis}`, isObject(scene) ? [scene[axis]] : []);
    }
  }
  if (scenes.length > 0 && data.every((trace) => /3d$/.test(String(trace.type)))) {
    return;
  }
  for (const axis of ["xaxis", "yaxis"]) {
    // Of panels side by side, the outer ones carry the titles.
    const axes = Object.entries(layout).filter(([name]) => name.startsWith(axis));
    checkAxisTitle(
      axis,
      axes.map(([, settings]) => settings),
    );
  }
}

/** Checks that one of the axes has a title, or that all are hidden. */
function checkAxisTitle(name: string, axes: readonly unknown[]): void {
  const hidden = axes.length > 0 && axes.every((settings) => isObject(settings) && settings.visible === false);
  if (!hidden && !axes.some((settings) => isObject(settings) && hasTitle(settings))) {
    throw new Error(
      `Cannot make a figure without the title of an axis: layout.${name}.title.text is not there; ` +
        "write it, or visible: false for an axis that means nothing",
    );
  }
}

function hasTitle({ title }: PlotlyObject): boolean {
  return isObject(title) && typeof title.text === "string" && title.text.trim() !== "";
}

function withDefaults(layout: PlotlyObject): PlotlyObject {
  const width = typeof layout.width === "number" ? layout.width : 700;
  const title = wrapTitle(plainObject(layout.title, "layout.title"), width);
  const titleLines = String(title.text).split("<br>").length;
  const filled: { [name: string]: unknown } = {
    height: 450,
    paper_bgcolor: "white",
    plot_bgcolor: "white",
    colorway: seriesColors,
    ...layout,
    width,
    title,
    font: { family: fontFamily, size: 12, color: "#222", ...plainObject(layout.font ?? {}, "layout.font") },
    margin: { l: 60, r: 30, t: 38 + 22 * titleLines, b: 60, ...plainObject(layout.margin ?? {}, "layout.margin") },
  };
  for (const [name, axis] of Object.entries(filled)) {
    if (/^[xy]axis\d*$/.test(name)) {
      filled[name] = axisWithDefaults(plainObject(axis, `layout.${name}`));
    }
  }
  return filled;
}

/** Without a standoff plotly writes the title of an axis over its labels where these are long. */
function axisWithDefaults(axis: PlotlyObject): PlotlyObject {
  const title = isObject(axis.title) ? { title: { standoff: 12, ...axis.title } } : {};
  return { automargin: true, ...axis, ...title };
}

/** Breaks a title into lines that fit the width, since plotly cuts off what does not. */
export function wrapTitle(title: PlotlyObject, width: number): PlotlyObject {
  const size = 17;
  const lettersPerLine = Math.floor((width - 40) / (0.6 * size));
  const lines: string[] = [];
  let line = "";
  for (const word of String(title.text).split(" ")) {
    if (line !== "" && withoutMarkup(`${line} ${word}`).length > lettersPerLine) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return { font: { size }, ...title, text: [...lines, line].join("<br>") };
}

function plainObject(value: unknown, path: string): PlotlyObject {
  const plain = plainData(value, path);
  if (!isObject(plain)) {
    throw new TypeError(`Cannot make a figure: ${path} is not an object`);
  }
  return plain;
}

export function isObject(value: unknown): value is PlotlyObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
