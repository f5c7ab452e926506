import { errorCode } from "./error-code.ts";

/** So many milliseconds pass between two looks. */
const interval = 500;

/**
 * Calls back once when the process that started the kernel is gone: the one named by `JPY_PARENT_PID`, or, where
 * nothing is named, nobody is watched.
 */
export function watchParent(
  onGone: () => void,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): void {
  const named = Number(environment.JPY_PARENT_PID);
  // On Windows it is a handle of the parent, not the number of a process.
  const watched = process.platform === "win32" ? process.ppid : named;
  if (!(named > 0)) {
    return;
  }
  const direct = process.ppid;
  const timer = setInterval(() => {
    // A parent that nobody has waited for still has its number, but its children have been given to another.
    if (process.ppid !== direct || !isAlive(watched)) {
      clearInterval(timer);
      onGone();
    }
  }, interval);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    return errorCode(error) === "EPERM";
  }
}
