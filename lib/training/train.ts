import { setImmediate as turnOfEventLoop } from "node:timers/promises";
import { listenForInterrupt } from "../display/index.ts";
import type { tf } from "../tensor/index.ts";
import type { Checkpoints, TrainingState } from "./checkpoints/index.ts";
import { openCheckpoints } from "./checkpoints/index.ts";
import type { Optimizer } from "./optimizers/index.ts";
import { adamW } from "./optimizers/index.ts";
import type { TrainingEnd, TrainingOptions, TrainingResult } from "./options.ts";
import { checkTraining } from "./options.ts";
import { createStepRunner, modeOf } from "./step-runner.ts";
import { showTraining } from "./training-display.ts";
import { createValidation } from "./validation.ts";

/**
 * Trains parameters by gradient descent: in each step the loss of a batch (forward), its gradient (backward), and an
 * update of all parameters, compiled into one function.
 *
 * The variables change in place, one step after the other. An interrupt, from Jupyter's stop button, Ctrl-C or
 * `signal`, ends it after the batch under way, and what was learnt till then stays. The batches and the dropout of step
 * k depend on the seed and on k only: a training that is taken up from a checkpoint goes on as if it had never stopped,
 * to the last bit on the same machine.
 *
 * @returns the losses and the time, and how it ended; `finished` is false after an interrupt.
 * @throws Error if the loss is no single number or does not depend on every parameter, or if it or its gradient becomes
 * NaN or infinite, where the message says in which step and parameter; the parameters are then as the last good step
 * left them. Error if a checkpoint does not fit.
 *
 * @example
 * const x = tf.variable(tf.scalar(5));
 * const { losses } = await train({ parameters: [x], loss: () => tf.square(x), steps: 100, learningRate: 0.1 });
 * // x is now near 0, where its square is smallest
 */
export async function train<Batch extends [] | tf.Tensor[] = []>(
  options: TrainingOptions<Batch>,
): Promise<TrainingResult> {
  checkTraining(options);
  const { parameters, checkpoint, accumulate = 1, seed = 0 } = options;
  const optimizer = options.optimizer ?? adamW(parameters, { weightDecay: 0 });
  try {
    const settings = { accumulate, seed };
    const checkpoints = checkpoint && openCheckpoints(checkpoint, { parameters, optimizer, settings });
    return await run(options, optimizer, checkpoints);
  } finally {
    if (options.optimizer === undefined) {
      optimizer.dispose();
    }
  }
}

async function run<Batch extends [] | tf.Tensor[]>(
  options: TrainingOptions<Batch>,
  optimizer: Optimizer,
  checkpoints: Checkpoints | undefined,
): Promise<TrainingResult> {
  const { steps, loss, signal, seed = 0, onStep, validation: heldOut } = options;
  const start = performance.now();
  let state: TrainingState = checkpoints?.resume() ?? { step: 0, sinceBest: 0 };
  const history = { firstStep: state.step, losses: [] as number[], validation: [] as HeldOutLoss[] };
  const norms: number[] = [];
  let end: TrainingEnd = "all steps";

  const interrupt = listenForInterrupt();
  const stopped = () => interrupt.signal.aborted || signal?.aborted === true;
  const stepRunner = createStepRunner(options, optimizer, stopped);
  const validation = heldOut && createValidation({ ...heldOut, loss, seed, mode: modeOf(options) });
  const display = showTraining(options, state.step);

  async function validate(): Promise<void> {
    const measured = await validation?.measure(stopped);
    if (measured === undefined) {
      return;
    }
    history.validation.push({ step: state.step, loss: measured });
    state = afterValidation(state, measured);
    if (state.sinceBest === 0) {
      checkpoints?.saveBest(state.step);
    }
  }

  try {
    while (state.step < steps) {
      const report = stopped() ? undefined : await stepRunner.take(state.step);
      if (report === undefined) {
        end = "interrupted";
        break;
      }
      history.losses.push(report.loss);
      norms.push(report.norm);
      state = { ...state, step: state.step + 1 };
      display.step(state.step, report, history);
      onStep?.(state.step - 1, report.loss, report.norm);

      if (heldOut && (state.step % heldOut.every === 0 || state.step === steps)) {
        await validate();
      }
      if (state.sinceBest >= (heldOut?.patience ?? Number.POSITIVE_INFINITY)) {
        end = "no improvement";
        break;
      }
      if (checkpoints?.due(state.step)) {
        checkpoints.save(state);
      }
      // An interrupt arrives only while nothing runs.
      await turnOfEventLoop();
    }
  } finally {
    interrupt.release();
    stepRunner.dispose();
    validation?.dispose();
    if (history.losses.length > 0) {
      checkpoints?.save(state);
    }
    await display.finish(history, end === "no improvement" ? lackOfImprovement(state, steps) : undefined);
  }
  const seconds = (performance.now() - start) / 1000;
  const { losses } = history;
  return {
    losses,
    norms,
    validation: history.validation,
    steps: state.step,
    seconds,
    finished: end !== "interrupted",
    end,
  };
}

function lackOfImprovement({ step, sinceBest }: TrainingState, steps: number): string {
  return `ended after ${step} of ${steps} steps, since ${sinceBest} validations brought no lower loss`;
}

/** A held-out loss, and after how many steps it was measured. */
type HeldOutLoss = { step: number; loss: number };

function afterValidation(
  { step, best = Number.POSITIVE_INFINITY, sinceBest }: TrainingState,
  loss: number,
): TrainingState {
  return loss < best ? { step, best: loss, sinceBest: 0 } : { step, best, sinceBest: sinceBest + 1 };
}
