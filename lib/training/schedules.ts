/** Gives the learning rate of each step, counted from 0. */
export type Schedule = (step: number) => number;

/**
 * Keeps one rate for all steps.
 *
 * @throws RangeError if the rate is not a number from 0 up.
 *
 * @example
 * constant(0.001)(500) // 0.001
 */
export function constant(rate: number): Schedule {
  checkRate(rate);
  return () => rate;
}

/**
 * Rises in a straight line: to `to` / `steps` in step 0, to `to` in step `steps` - 1, where it stays. The first steps
 * of Adam know the gradients' size from a few batches only, and are better short.
 *
 * @throws RangeError if the rate is not a number from 0 up, or `steps` not a whole number from 1 up.
 *
 * @example
 * const rate = warmUp({ to: 0.4, steps: 4 });
 * [0, 1, 2, 3, 4].map(rate) // [0.1, 0.2, 0.3, 0.4, 0.4], but for rounding
 */
export function warmUp({ to, steps }: { to: number; steps: number }): Schedule {
  checkRate(to);
  checkSteps(steps);
  return (step) => to * Math.min(1, (step + 1) / steps);
}

/**
 * Falls from `from` in step 0 along half a cosine to the floor `to` in step `steps`, where it stays (Loshchilov and
 * Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017, equation 5).
 *
 * @param options `to`: default 0.
 * @throws RangeError if a rate is not a number from 0 up, or `steps` not a whole number from 1 up.
 *
 * @example
 * const rate = cosine({ from: 1, to: 0, steps: 2 });
 * [0, 1, 2, 3].map(rate) // [1, 0.5, 0, 0], but for rounding
 */
export function cosine({ from, to = 0, steps }: { from: number; to?: number; steps: number }): Schedule {
  checkRate(from);
  checkRate(to);
  checkSteps(steps);
  return (step) => to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(1, step / steps)))) / 2;
}

/**
 * Joins schedules: `first` for `steps` steps, then `next`, for which the steps count from 0 again.
 *
 * @throws RangeError if `steps` is not a whole number from 1 up.
 *
 * @example
 * const rate = joinSchedules(warmUp({ to: 1, steps: 100 }), 100, cosine({ from: 1, to: 0.1, steps: 900 }));
 * rate(99) // 1
 * rate(1000) // 0.1
 */
export function joinSchedules(first: Schedule, steps: number, next: Schedule): Schedule {
  checkSteps(steps);
  return (step) => (step < steps ? first(step) : next(step - steps));
}

function checkRate(rate: number): void {
  if (!(rate >= 0 && Number.isFinite(rate))) {
    throw new RangeError(`Cannot schedule a learning rate of ${rate}: it is a number from 0 up`);
  }
}

function checkSteps(steps: number): void {
  if (!Number.isInteger(steps) || steps < 1) {
    throw new RangeError(`Cannot schedule ${steps} steps: it takes a whole number from 1 up`);
  }
}
