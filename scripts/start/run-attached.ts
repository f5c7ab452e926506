import { spawn } from "node:child_process";
import { constants } from "node:os";

export interface AttachedCommand {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Runs a program on our own terminal to its end, hands signals on to it, and resolves to the exit code that a shell
 * would report: its own, or 128 plus the number of the signal that ended it.
 *
 * @throws Error when it cannot be started
 */
export function runAttached({ command, args, cwd, env }: AttachedCommand): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: "inherit" });
    const forward = (signal: NodeJS.Signals) => {
      // Ctrl-C on a terminal reaches the program too; a second one would end JupyterLab without its question.
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, forward);
    const settle = () => {
      for (const signal of signals) process.off(signal, forward);
    };
    child.on("error", (error) => {
      settle();
      reject(new Error(`Cannot start ${command}: ${error.message}; npm run setup mends it`));
    });
    child.on("exit", (code, signal) => {
      settle();
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
}
