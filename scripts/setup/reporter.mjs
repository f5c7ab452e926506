/**
 * Where the set-up speaks. On a terminal a line for work in progress is redrawn every second; elsewhere a line is
 * printed every half minute.
 *
 * @typedef {object} Reporter
 * @property {boolean} verbose
 * @property {(line: string) => void} say
 * @property {<T>(label: string, work: (progress: (detail: () => string) => void) => Promise<T>) => Promise<T>} during
 *   runs the work and shows `label`, the time so far, and the latest detail
 */

/**
 * Creates the reporter that writes to a stream.
 *
 * @param {{ verbose?: boolean, stream?: { isTTY?: boolean, columns?: number, write(text: string): unknown } }} [options]
 * @returns {Reporter}
 */
export function createReporter({ verbose = false, stream = process.stdout } = {}) {
  const redraws = stream.isTTY === true && !verbose;
  return {
    verbose,
    say: (line) => {
      stream.write(`${line}\n`);
    },
    during: async (label, work) => {
      const start = Date.now();
      let detail = () => "";
      const draw = () => {
        const text = [label, detail(), formatSeconds(Date.now() - start)].filter((part) => part !== "").join(", ");
        stream.write(redraws ? `\r\x1b[K${text.slice(0, (stream.columns ?? 80) - 1)}` : `${text}\n`);
      };
      const timer = setInterval(draw, redraws ? 1000 : 30_000);
      try {
        return await work((latest) => {
          detail = latest;
        });
      } finally {
        clearInterval(timer);
        if (redraws) stream.write("\r\x1b[K");
      }
    },
  };
}

/**
 * Writes a duration as people say it: "0.3 s", "42 s", "3 min 5 s".
 *
 * @param {number} milliseconds
 */
export function formatSeconds(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * Writes a size in decimal units, as download pages do: "274 MB", "3.1 GB".
 *
 * @param {number} bytes
 */
export function formatBytes(bytes) {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
