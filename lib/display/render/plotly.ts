import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { DOMWindow } from "jsdom";
import type { PlotlyObject } from "../figure.ts";
import type { Canvas } from "./canvas.ts";
import { createCanvas } from "./canvas.ts";
import { loadFonts } from "./font.ts";
import { createGeometry } from "./geometry.ts";
import { pathLength, pointAtLength } from "./path.ts";
import type { Box } from "./transform.ts";

/** What we use of plotly.js. */
interface Plotly {
  /** Lists what is wrong with a figure, or gives nothing. */
  validate(data: unknown, layout: unknown): { msg: string }[] | undefined;
  toImage(figure: unknown, options: PlotlyObject): Promise<string>;
  /** Everything that plotly knows of figures. */
  readonly PlotSchema: { get(): unknown };
}

/** Plotly.js in a page without a browser. */
export interface PlotlyPage {
  /** Lists what plotly does not know or cannot use in a figure. */
  problems(data: readonly PlotlyObject[], layout: PlotlyObject): Promise<string[]>;
  /** Draws a figure as SVG, at the width and height of its layout. */
  drawSvg(data: readonly PlotlyObject[], layout: PlotlyObject): Promise<string>;
}

/** What sliders and buttons hand on, plotly's validation takes for changed, since it has copied it. */
const argument = /^In layout, key (?:sliders|updatemenus)\[\d+\]\.(?:steps|buttons)\[\d+\]\.args2?\[/;

let page: Promise<PlotlyPage> | undefined;

/** Loads plotly.js into a page of jsdom, once per process: about a second. */
export function loadPlotly(): Promise<PlotlyPage> {
  page ??= openPage();
  return page;
}

async function openPage(): Promise<PlotlyPage> {
  const { JSDOM, VirtualConsole } = await import("jsdom");
  // A virtual console that nobody listens to: plotly's remarks are not the cell's output.
  const { window } = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
  });
  addLayoutTo(window);
  const require = createRequire(import.meta.url);
  window.eval(readFileSync(require.resolve("plotly.js-cartesian-dist-min"), "utf8"));
  const plotly = checked(window.Plotly);
  rememberSchema(plotly);
  // Plotly compares prototypes, so the objects it gets must be born in its page.
  const adopt = (value: unknown): unknown => window.JSON.parse(JSON.stringify(value));
  let lastDrawing: Promise<unknown> = Promise.resolve();

  async function draw(data: readonly PlotlyObject[], layout: PlotlyObject): Promise<string> {
    const { width, height } = layout;
    // The names that plotly invents for parts of a drawing are the same each time: the page remembers every name it
    // has looked up, together with the drawing, and would otherwise grow by two megabytes a figure.
    window.Math.random = repeatableNumbers();
    return retold(() => plotly.toImage(adopt({ data, layout }), { format: "svg", width, height, imageDataOnly: true }));
  }

  return {
    async problems(data, layout) {
      const problems = await retold(() => plotly.validate(adopt(data), adopt(layout)));
      return (problems ?? []).map(({ msg }) => msg).filter((message) => !argument.test(message));
    },
    drawSvg(data, layout) {
      // One after the other, since drawings at the same time would find each other's names.
      const drawing = lastDrawing.then(() => draw(data, layout));
      lastDrawing = drawing.catch(() => undefined);
      return drawing;
    },
  };
}

/** Lets plotly keep its schema, which it would build anew, in a seventh of a second, each time it validates. */
function rememberSchema({ PlotSchema }: Plotly): void {
  const build = PlotSchema.get;
  let schema: unknown;
  PlotSchema.get = () => {
    schema ??= build();
    return schema;
  };
}

/** Makes a function that gives numbers from 0 to 1, each time the same ones: a linear congruential generator. */
function repeatableNumbers(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state / 0x7fff_ffff;
  };
}

/** Does something with plotly. An error is told anew: the stack of the original quotes half a megabyte of plotly. */
async function retold<T>(action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    // Errors of the page are no instances of this realm's Error.
    const message = typeof error === "object" && error !== null && "message" in error ? error.message : error;
    throw new Error(`Cannot draw the figure: plotly.js failed with "${message}"; look for a property it does not know`);
  }
}

/** Gives the page what jsdom leaves out and plotly needs: boxes of elements, and a canvas. */
function addLayoutTo(window: DOMWindow): void {
  const { boundingBox, pageBox } = createGeometry(loadFonts());
  const canvases = new WeakMap<HTMLCanvasElement, Canvas>();

  Object.assign(window.URL, { createObjectURL: () => "" });
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: Element): Box {
      return boundingBox(this);
    },
    getBoundingClientRect(this: Element) {
      const { x, y, width, height } = pageBox(this);
      return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
    },
    getTotalLength(this: Element) {
      return pathLength(this.getAttribute("d") ?? "");
    },
    getPointAtLength(this: Element, distance: number) {
      return pointAtLength(this.getAttribute("d") ?? "", distance);
    },
  });
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement) {
      const canvas = createCanvas(this.width, this.height);
      canvases.set(this, canvas);
      return canvas.context;
    },
    toDataURL(this: HTMLCanvasElement) {
      return canvases.get(this)?.toDataURL() ?? "data:,";
    },
  });
}

function checked(plotly: unknown): Plotly {
  if (!isPlotly(plotly)) {
    throw new Error("Cannot draw figures: plotly.js did not load; run npm run setup to install its package again");
  }
  return plotly;
}

function isPlotly(value: unknown): value is Plotly {
  return (
    typeof value === "object" && value !== null && "toImage" in value && "validate" in value && "PlotSchema" in value
  );
}
