import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { glibcVersion } from "./glibc-version.mjs";
import { createReporter } from "./reporter.mjs";
import { runCommand } from "./run-command.mjs";
import { writeFileWhole } from "./write-file-whole.mjs";

/**
 * What every step may know of the machine. Tests replace any part of it.
 *
 * @typedef {object} Context
 * @property {string} root the repository's folder
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.Platform} platform
 * @property {string} architecture as `process.arch` names it
 * @property {() => string | undefined} glibc the C library's version, `undefined` where it is not glibc
 * @property {Variant} variant which TensorFlow to build against
 * @property {import("./reporter.mjs").Reporter} reporter
 * @property {typeof runCommand} run starts a subprocess; steps start none in any other way
 *
 * @typedef {"cpu" | "gpu"} Variant
 */

/**
 * How one part of the set-up stands. `missing` can be made by the step; `unavailable` cannot on this machine, and the
 * course does without, as `instead` says.
 *
 * @typedef {{ status: "ready", detail: string }
 *   | { status: "missing", reason: string }
 *   | { status: "unavailable", reason: string, instead: string, remedy?: string }} StepState
 */

/**
 * One part of the set-up.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {(context: Context) => string} work what it does and for about how long, for the line printed when it starts
 * @property {(context: Context) => StepState} state looks at files only, so that a set-up with nothing to do is instant
 * @property {(context: Context, progress: (detail: () => string) => void) => Promise<void>} run tells `progress` what
 *   it is at
 */

/** The repository that this file belongs to. */
export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/**
 * Describes this machine and this repository.
 *
 * @param {Partial<Context>} [overrides]
 * @returns {Context}
 */
export function createContext(overrides = {}) {
  const root = overrides.root ?? repositoryRoot;
  return {
    root,
    env: process.env,
    platform: process.platform,
    architecture: process.arch,
    glibc: glibcVersion,
    variant: chosenVariant(root),
    reporter: createReporter(),
    run: runCommand,
    ...overrides,
  };
}

/**
 * Names the folder for what this checkout remembers and writes for itself: the chosen variant, logs, the lock, and
 * JupyterLab's settings.
 *
 * @param {{ root: string }} context
 */
export function privateFolder({ root }) {
  return join(root, ".llmlab");
}

/**
 * Makes that folder, which tells git to ignore it.
 *
 * @param {{ root: string }} context
 */
export function makePrivateFolder(context) {
  const folder = privateFolder(context);
  const ignore = join(folder, ".gitignore");
  if (!existsSync(ignore)) writeFileWhole(ignore, "*\n");
  return folder;
}

/**
 * Reads which TensorFlow this checkout was set up with last: `npm run setup -- --gpu` holds until `--cpu` is said.
 *
 * @param {string} root
 * @returns {Variant}
 */
export function chosenVariant(root) {
  try {
    return readFileSync(join(privateFolder({ root }), "variant"), "utf8").trim() === "gpu" ? "gpu" : "cpu";
  } catch {
    return "cpu";
  }
}

/**
 * Remembers the choice of `--gpu` or `--cpu`.
 *
 * @param {string} root
 * @param {Variant} variant
 */
export function rememberVariant(root, variant) {
  writeFileWhole(join(makePrivateFolder({ root }), "variant"), `${variant}\n`);
}
