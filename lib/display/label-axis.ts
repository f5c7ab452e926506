import type { PlotlyObject } from "./figure.ts";
import { literalText, titleText } from "./plotly-text.ts";

/** What an axis of labels is made of. */
export interface LabelAxisOptions {
  letter: "x" | "y";
  labels: readonly string[];
  title: string;
  /** The length of the axis. */
  pixels: number;
  /** Whether the labels are written; when the mouse rests on a value they appear all the same. Default: true. */
  shown?: boolean;
}

/** The pixels that one label needs along its axis: a line of text, which slants below an x axis, and a little air. */
const pixelsPerLabel = { x: 18, y: 13 };

/**
 * Makes an axis of labels at the positions 0, 1, 2 ...
 *
 * The positions are numbers and the labels only their ticks, because plotly's own category axis merges labels that
 * repeat: the second "the" of a sentence would lose its row. Where the labels would overlap, every k-th is written.
 */
export function labelAxis({ letter, labels, title, pixels, shown = true }: LabelAxisOptions): PlotlyObject {
  const step = Math.max(1, Math.ceil((labels.length * pixelsPerLabel[letter]) / pixels));
  const ticks = labels.map((label, position) => ({ label, position })).filter(({ position }) => position % step === 0);
  return {
    title: { text: titleText(title) },
    tickmode: "array",
    tickvals: ticks.map(({ position }) => position),
    ticktext: ticks.map(({ label }) => literalText(label)),
    ticks: "",
    showgrid: false,
    zeroline: false,
    showticklabels: shown,
    ...(shown ? { ticklabelstandoff: 4 } : {}),
    // Where labels do not fit side by side they slant upwards to their place.
    ...(shown && letter === "x" ? { autotickangles: [0, -45, -90] } : {}),
  };
}
