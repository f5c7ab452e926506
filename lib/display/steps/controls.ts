import type { PlotlyObject } from "../figure.ts";
import { literalText } from "../plotly-text.ts";

/** What one step changes in the figure, as plotly's frames say it. */
export type Frame = {
  readonly name: string;
  /** For each of the traces with these indices, its changed properties. */
  readonly data: readonly PlotlyObject[];
  readonly traces: readonly number[];
  readonly layout: PlotlyObject;
};

/** The pixels above the figure that the slider and the buttons take. */
export const controlsHeight = 84;

/** The pixels between the controls and the axes: subtitles of panels stand there. */
const gap = 28;

/** The pixels that the buttons take in a line with the slider, and those that are beside the axes. */
const buttonsWidth = 150;
const besideAxes = 190;

/** What to do at once, without a movement in between: between two heatmaps there is none. */
const atOnce = { mode: "immediate", transition: { duration: 0 } };

const playMilliseconds = 1000;

/**
 * Makes the slider and the buttons of a figure with steps. They stand above the axes: how deep the labels below go,
 * plotly alone knows.
 *
 * The positions of the slider hold their frames themselves, once more: VS Code's renderer leaves out the figure's own
 * list of frames, by which the button plays.
 *
 * @param frames what each step changes, named by its index
 * @param start the index of the step that is shown first
 * @param width of the figure, in pixels
 */
export function controls(
  label: string,
  names: readonly string[],
  frames: readonly Frame[],
  start: number,
  width: number,
) {
  // Plotly places both along the axes, whose width depends on a legend or a scale of colours.
  const left = Math.min(0.6, buttonsWidth / (width - besideAxes));
  const slider = {
    active: start,
    currentvalue: { prefix: `${literalText(label)}: `, xanchor: "left", font: { size: 13 } },
    x: left,
    len: 1 - left,
    y: 1,
    yanchor: "bottom",
    pad: { t: 0, b: gap },
    font: { size: 11 },
    steps: frames.map(({ data, traces, layout }, index) => ({
      label: literalText(names[index] ?? ""),
      method: "animate",
      args: [[{ data, traces, layout }], { ...atOnce, frame: { duration: 0, redraw: true } }],
    })),
  };
  const buttons = {
    type: "buttons",
    direction: "left",
    showactive: false,
    x: 0,
    xanchor: "left",
    y: 1,
    yanchor: "bottom",
    pad: { t: 0, b: gap + 14, r: 10 },
    buttons: [
      {
        label: "▶ Play",
        method: "animate",
        args: [null, { ...atOnce, fromcurrent: true, frame: { duration: playMilliseconds, redraw: true } }],
      },
      {
        label: "Pause",
        method: "animate",
        args: [[null], { ...atOnce, frame: { duration: 0, redraw: false } }],
      },
    ],
  };
  return { sliders: [slider], updatemenus: [buttons] };
}
