import { writeSync } from "node:fs";

/** The process's own stderr, which goes to the kernel's log. */
const log = 2;

/**
 * Sends the warnings of Node and of packages to the kernel's log. They are not what a cell has printed: nbgrader takes
 * any text on a cell's stderr for a failure.
 */
export function logWarnings(): void {
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    try {
      writeSync(log, `${warning.stack ?? warning}\n`);
    } catch {
      // A log that takes nothing now costs a warning, not the cell.
    }
  });
}
