import { withLock } from "./lock.mjs";
import { formatSeconds } from "./reporter.mjs";
import { formatSetupError, SetupError } from "./setup-error.mjs";

/**
 * Brings every step to its state `ready`, in order, and does nothing for those that are. A step that is unavailable
 * on this machine gets one line.
 *
 * @param {readonly import("./context.mjs").Step[]} steps
 * @param {import("./context.mjs").Context} context
 * @returns {Promise<number>} the exit code
 */
export async function runSteps(steps, context) {
  const start = Date.now();
  const look = () => steps.map((step) => ({ name: step.name, state: step.state(context) }));
  const found = look();
  if (found.every(({ state }) => state.status !== "missing")) {
    sayUnavailable(found, context);
    context.reporter.say(`Everything is in place (${formatSeconds(Date.now() - start)})`);
    return 0;
  }
  return withLock(context, async () => {
    for (const step of steps) {
      const code = await runStep(step, context);
      if (code !== 0) return code;
    }
    sayUnavailable(look(), context);
    context.reporter.say(`Set up in ${formatSeconds(Date.now() - start)}`);
    return 0;
  });
}

/**
 * @param {import("./context.mjs").Step} step
 * @param {import("./context.mjs").Context} context
 */
async function runStep(step, context) {
  const { reporter } = context;
  const state = step.state(context);
  if (state.status !== "missing") return 0;
  reporter.say(`${step.name}: ${step.work(context)}${reporter.verbose ? ` (${state.reason})` : ""}`);
  const start = Date.now();
  try {
    await reporter.during(step.name, (progress) => step.run(context, progress));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    reporter.say(formatSetupError(step.name, error));
    return 1;
  }
  const took = Date.now() - start;
  if (took > 1000) reporter.say(`${step.name}: done in ${formatSeconds(took)}`);
  return 0;
}

/**
 * @param {readonly { name: string, state: import("./context.mjs").StepState }[]} found
 * @param {import("./context.mjs").Context} context
 */
function sayUnavailable(found, context) {
  for (const { name, state } of found) {
    if (state.status !== "unavailable") continue;
    const remedy = state.remedy === undefined ? "" : `; to change that: ${state.remedy}, then npm run setup`;
    context.reporter.say(`${name}: left out, since ${state.reason}; ${state.instead}${remedy}`);
  }
}
