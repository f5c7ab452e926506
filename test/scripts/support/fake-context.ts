import type { Context } from "../../../scripts/setup/context.mjs";
import { createReporter } from "../../../scripts/setup/reporter.mjs";
import { CommandFailed } from "../../../scripts/setup/run-command.mjs";

type Run = Context["run"];

export interface FakeContext extends Context {
  /** Every subprocess that was asked for: the program and its arguments. */
  started: string[][];
  /** All that was said. */
  output: () => string;
}

/** A machine that runs nothing: subprocesses are recorded, and answered by `run` where there is one. */
export function fakeContext(root: string, overrides: Partial<Context> = {}): FakeContext {
  const started: string[][] = [];
  const written: string[] = [];
  const answer: Run = overrides.run ?? (async () => ({ stdout: "" }));
  return {
    root,
    env: { PATH: "" },
    platform: "linux",
    architecture: "x64",
    glibc: () => "2.36",
    variant: "cpu",
    reporter: createReporter({ stream: { write: (text: string) => written.push(text) } }),
    ...overrides,
    run: (command, args, options) => {
      started.push([command, ...args]);
      return answer(command, args, options);
    },
    started,
    output: () => written.join(""),
  };
}

/** Answers every subprocess with a failure that printed `output`. */
export function failing(output: string): Run {
  return async (command) => {
    throw new CommandFailed(command, "ended with code 1", output);
  };
}
