/** @type {Set<() => void>} */
const cleanups = new Set();

const signals = /** @type {const} */ ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 });

/**
 * Registers what must be undone when the process is interrupted.
 *
 * @param {() => void} cleanup runs at once and without waiting, the last one registered first
 * @returns {() => void} takes the registration back
 */
export function whenInterrupted(cleanup) {
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
  };
}

/**
 * Makes Ctrl-C and a polite kill end the process cleanly, with the exit code that shells expect.
 *
 * @param {() => void} say tells the user what was stopped
 */
export function handleInterrupts(say) {
  let isEnding = false;
  for (const [signal, number] of Object.entries(signals)) {
    process.on(signal, () => {
      // npm may hand on a Ctrl-C that has reached us too; the second must not end us amid the cleaning.
      if (isEnding) return;
      isEnding = true;
      for (const cleanup of [...cleanups].reverse()) {
        try {
          cleanup();
        } catch {
          // What cannot be cleaned now is cleaned by the next run.
        }
      }
      say();
      process.exit(128 + number);
    });
  }
}
