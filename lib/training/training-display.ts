import { liveFigure, progress } from "../display/index.ts";
import type { LossHistory } from "./loss-figure.ts";
import { lossFigure } from "./loss-figure.ts";
import type { TrainingOptions } from "./options.ts";

/** What a training shows while it runs. */
export interface TrainingDisplay {
  /** Shows that a step is done, and how it went. `history` is drawn when it is time for it. */
  step(done: number, values: { loss: number; norm: number; tokens: number }, history: LossHistory): void;
  /** Leaves a line that tells how it ended, and the finished figure. */
  finish(history: LossHistory, message?: string): Promise<void>;
}

/** Tokens a second are taken over so many milliseconds, so that the number can be read. */
const speedMilliseconds = 2000;

/** Shows a training from a step on: its bar, its figure, both or neither. */
export function showTraining(
  {
    steps,
    label = "Training",
    progress: bar = true,
    figure = false,
    clipNorm,
  }: Pick<TrainingOptions, "steps" | "label" | "progress" | "figure" | "clipNorm">,
  firstStep: number,
): TrainingDisplay {
  const progressBar = bar ? progress({ total: steps, label, done: Math.min(firstStep, steps) }) : undefined;
  const live = figure ? liveFigure() : undefined;
  /** The steps of late: when each ended, and its tokens. */
  const recent: { time: number; tokens: number }[] = [];

  /** Tokens a second. The first step is only the start of the clock: it includes the compilation. */
  function speedWith(tokens: number): number | undefined {
    const time = performance.now();
    recent.push({ time, tokens });
    while (recent.length > 2 && time - (recent[0]?.time ?? 0) > speedMilliseconds) {
      recent.shift();
    }
    const [first, ...rest] = recent;
    const counted = rest.reduce((sum, step) => sum + step.tokens, 0);
    return first === undefined || counted === 0 ? undefined : Math.round((1000 * counted) / (time - first.time));
  }

  return {
    step(done, { loss, norm, tokens }, history) {
      const speed = speedWith(tokens);
      progressBar?.update(done, {
        loss,
        ...(clipNorm !== undefined && { "gradient length": norm }),
        ...(speed !== undefined && { "tokens/s": speed }),
      });
      live?.update(() => lossFigure(history, label));
    },
    async finish(history, message) {
      progressBar?.finish(message);
      if (history.losses.length > 0) {
        await live?.finish(() => lossFigure(history, label));
      }
    },
  };
}
