import type { Figure, Line } from "../display/index.ts";
import { lines } from "../display/index.ts";

/** What has been measured so far. */
export interface LossHistory {
  /** How many steps had been taken before the first of `losses`. */
  firstStep: number;
  losses: readonly number[];
  /** How many steps had been taken, and the loss then. */
  validation: readonly { step: number; loss: number }[];
}

/** Points of the training curve: more than a screen shows apart cost time and hide the course in noise. */
const mostPoints = 200;

/**
 * Draws how a loss has fallen: that of the training as means over equal parts of it, and that of the validation.
 *
 * @throws RangeError if there is no loss yet.
 *
 * @example
 * const { losses, validation } = await train({ ... });
 * await show(lossFigure({ firstStep: 0, losses, validation }));
 */
export function lossFigure({ firstStep, losses, validation }: LossHistory, title = "Training"): Figure {
  const width = Math.max(1, Math.ceil(losses.length / mostPoints));
  const parts = Array.from({ length: Math.ceil(losses.length / width) }, (_, at) =>
    losses.slice(at * width, (at + 1) * width),
  );
  const training: Line = {
    name: "training",
    // A mean stands in the middle of its steps.
    x: parts.map((part, at) => firstStep + at * width + (part.length - 1) / 2),
    y: parts.map((part) => part.reduce((sum, loss) => sum + loss, 0) / part.length),
  };
  // One token that the model holds to be impossible makes a held-out loss infinite.
  const finite = validation.filter(({ loss }) => Number.isFinite(loss));
  const held: Line = { name: "validation", x: finite.map(({ step }) => step), y: finite.map(({ loss }) => loss) };
  return lines({
    series: finite.length === 0 ? [training] : [training, held],
    title: `${title}: the loss`,
    xTitle: "step",
    yTitle: width > 1 ? `loss, mean of ${width} steps` : "loss",
    ...(finite.length === 0 && { markers: false }),
  });
}
