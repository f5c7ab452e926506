import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { userFolder } from "./user-folder.ts";

/** A log longer than this is put aside as `kernel.log.1`, in place of the one before it. */
const longest = 1_000_000;

/** So much of one line is kept. */
const longestLine = 4_000;

/** Writes lines to the log for support. It never says what cells contain, nor the key of the connection. */
export type Log = (line: string) => void;

/** Where the log is: what `LLMLAB_KERNEL_LOG` says, or `kernel.log` in the kernel's folder of the user. */
export function logPath(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return environment.LLMLAB_KERNEL_LOG || join(userFolder(environment), "kernel.log");
}

/**
 * Opens a log that several kernels may share. Each line carries the time and the process.
 *
 * A log that cannot be written is no reason to stop: its lines go to stderr, which Jupyter shows in its own log.
 */
export function openLog(path: string = logPath()): Log {
  let left = 0;
  let broken = false;
  return (line) => {
    const text = `${new Date().toISOString()} ${process.pid} ${line.slice(0, longestLine).replaceAll("\n", "\n    ")}\n`;
    if (!broken) {
      try {
        left -= text.length;
        if (left <= 0) {
          mkdirSync(dirname(path), { recursive: true });
          left = rotated(path) / 10;
        }
        appendFileSync(path, text, { mode: 0o600 });
        return;
      } catch {
        broken = true;
      }
    }
    process.stderr.write(text);
  };
}

/** Puts the log aside where it is long. Returns how much fits into it now. */
function rotated(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size < longest) {
    return longest - size;
  }
  renameSync(path, `${path}.1`);
  return longest;
}
