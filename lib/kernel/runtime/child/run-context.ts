import { AsyncLocalStorage } from "node:async_hooks";
import timers from "node:timers";

/** Keeps track of what the code that executes belongs to, also in its timers and promises later. */
export interface RunContext<Run> {
  current(): Run | undefined;
  /** Calls a function as part of a run. */
  within<Result>(run: Run, work: () => Result): Result;
  /** Makes a timer's callback part of the run that sets the timer. */
  bind<Args extends unknown[], Result>(callback: (...args: Args) => Result): (...args: Args) => Result;
}

/**
 * Chooses how: by AsyncLocalStorage where V8 itself keeps its contexts, in Node 24, and in 22 by a flag that the runtime
 * gives. Before that, Node keeps them by hooks around each promise, and dies when an interrupt ends code in a hook.
 */
export function createRunContext<Run>(): RunContext<Run> {
  const [major = 0] = process.versions.node.split(".").map(Number);
  const hasFrames = major >= 24 || process.execArgv.includes(contextFramesFlag);
  return hasFrames ? frameContext() : callbackContext();
}

/** What gives Node 22 the contexts of Node 24. */
export const contextFramesFlag = "--experimental-async-context-frame";

function frameContext<Run>(): RunContext<Run> {
  const storage = new AsyncLocalStorage<Run>();
  return {
    current: () => storage.getStore(),
    within: (run, work) => storage.run(run, work),
    bind: (callback) => callback,
  };
}

/**
 * Exact for timers, near for promises: what goes on without a timer when another cell has begun counts as part of that.
 */
function callbackContext<Run>(): RunContext<Run> {
  const { setImmediate } = timers;
  /** What began last. */
  let latest: Run | undefined;
  /** What the timer belongs to whose callback was called in this turn of the event loop; its promises follow at once. */
  let ofTimer: Run | undefined;
  const endTurn = () => {
    ofTimer = undefined;
  };
  return {
    current: () => ofTimer ?? latest,
    within(run, work) {
      latest = run;
      ofTimer = undefined;
      return work();
    },
    bind(callback) {
      const run = ofTimer ?? latest;
      return (...args) => {
        if (run === latest) {
          ofTimer = undefined;
        } else {
          ofTimer = run;
          setImmediate(endTurn);
        }
        return callback(...args);
      };
    },
  };
}
