import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

const root = new URL("../../../", import.meta.url);

/** The address of a module of scripts/, for a program that a test writes. */
export function scriptUrl(path: string): string {
  return new URL(`scripts/${path}`, root).href;
}

export interface Running {
  child: ChildProcess;
  /** Resolves when the program has printed `text`. */
  printed: (text: string) => Promise<void>;
  /** Resolves when it has ended, to its exit code, the signal that ended it, and all that it printed. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; output: string }>;
}

/** Starts a JavaScript program, given as text, in a process of its own. */
export function startScript(text: string, args: readonly string[] = []): Running {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", text, "--", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const ended = once(child, "close").then(() => ({ code: child.exitCode, signal: child.signalCode, output }));
  return {
    child,
    ended,
    printed: async (wanted) => {
      while (!output.includes(wanted)) {
        const more = once(child.stdout, "data");
        const end = ended.then(() => {
          if (!output.includes(wanted)) throw new Error(`It ended without printing "${wanted}":\n${output}`);
        });
        await Promise.race([more, end]);
      }
    },
  };
}
