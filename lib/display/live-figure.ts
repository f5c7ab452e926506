import { randomUUID } from "node:crypto";
import type { MimeBundle } from "./bundle.ts";
import type { Figure } from "./figure.ts";
import { plotlyContent } from "./figure.ts";
import type { Screen } from "./kernel.ts";
import { runningScreen } from "./kernel.ts";

/** A figure on the screen that is drawn anew in its place while work goes on. */
export interface LiveFigure {
  /**
   * Draws the figure, if it is time: at most once a second, and so seldom that drawing takes at most a fiftieth of the
   * time. It may be called at every step.
   */
  update(make: () => Figure): void;
  /** Draws the figure a last time, with its picture, as `show` would. */
  finish(make: () => Figure): Promise<void>;
}

/** Where a live figure finds its clock and its screen. Tests bring their own. */
export interface LiveFigureSurroundings {
  /** Milliseconds since some moment. */
  now(): number;
  /** The kernel's screen, if there is one: elsewhere nothing is drawn. */
  screen: Screen | undefined;
}

const redrawMilliseconds = 1000;
/** How many times longer than a drawing the pause after it is. */
const pause = 50;

/**
 * Shows a figure that is updated in place: one output, which plotly draws in the notebook while the work goes on; the
 * picture for where plotly does not run is made once, at the end.
 *
 * @example
 * const live = liveFigure();
 * for (let step = 0; step < 500; step++) {
 *   losses.push(train());
 *   live.update(() => lines({ series: [...], title: "Loss", xTitle: "step", yTitle: "loss" }));
 * }
 * await live.finish(() => lines({ ... }));
 */
export function liveFigure(): LiveFigure {
  return liveFigureOn({ now: () => performance.now(), screen: runningScreen() });
}

/** Shows a live figure in given surroundings; `liveFigure` is this one in the real ones. */
export function liveFigureOn({ now, screen }: LiveFigureSurroundings): LiveFigure {
  const displayId = randomUUID();
  let shown = false;
  let due = now() + redrawMilliseconds;

  function put(bundle: MimeBundle): void {
    if (shown) {
      screen?.update(bundle, displayId);
    } else {
      screen?.display(bundle, displayId);
    }
    shown = true;
  }

  return {
    update(make) {
      const start = now();
      if (screen === undefined || start < due) {
        return;
      }
      const made = make();
      put({
        data: { "application/vnd.plotly.v1+json": plotlyContent(made), "text/plain": made.description },
        metadata: {},
      });
      const end = now();
      due = end + Math.max(redrawMilliseconds, pause * (end - start));
    },
    async finish(make) {
      if (screen !== undefined) {
        put(await make().bundle());
      }
    },
  };
}
