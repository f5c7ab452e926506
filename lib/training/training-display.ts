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
  let since: number | undefined;
  let tokensSince = 0;
  let speed: number | undefined;

  /** The first step is left out: it includes the compilation. */
  function measureSpeed(tokens: number): void {
    const now = performance.now();
    if (since === undefined) {
      since = now;
      return;
    }
    tokensSince += tokens;
    const elapsed = now - since;
    if (speed === undefined || elapsed >= speedMilliseconds) {
      speed = Math.round((1000 * tokensSince) / elapsed);
      if (elapsed >= speedMilliseconds) {
        since = now;
        tokensSince = 0;
      }
    }
  }

  return {
    step(done, { loss, norm, tokens }, history) {
      measureSpeed(tokens);
      progressBar?.update(done, {
        loss,
        ...(clipNorm !== undefined && { "gradient length": norm }),
        ...(speed !== undefined && tokens > 0 && { "tokens/s": speed }),
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
