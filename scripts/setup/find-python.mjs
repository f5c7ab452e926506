import { findProgram } from "./find-program.mjs";
import { installCommand } from "./install-command.mjs";
import { isAtLeast } from "./node-version.mjs";
import { SetupError } from "./setup-error.mjs";

/** The oldest Python that the pinned packages support. */
export const oldestPython = "3.10";

const names = ["python3", "python", "python3.13", "python3.12", "python3.11", "python3.10", "python3.14"];

// Debian and Ubuntu split venv and ensurepip off into a package of their own.
const probe = `
import json, platform, importlib.util as u
print(json.dumps([platform.python_version(), all(u.find_spec(n) is not None for n in ("venv", "ensurepip"))]))
`;

/**
 * Finds a Python that can make the environment: the one that LLMLAB_PYTHON names, else the first suitable on the PATH.
 *
 * @param {Pick<import("./context.mjs").Context, "env" | "platform" | "run">} context
 * @returns {Promise<string>} its full path
 * @throws {SetupError} that names what is missing and the command that installs it
 */
export async function findPython(context) {
  const wanted = context.env.LLMLAB_PYTHON;
  /** @type {string[]} */
  const rejected = [];
  for (const name of wanted === undefined ? names : [wanted]) {
    const path = findProgram(name, context);
    if (path === undefined) continue;
    const found = await inspect(path, context);
    if (found === undefined) continue;
    if (isAtLeast(found.version, oldestPython) && found.hasVenv) return path;
    rejected.push(found.hasVenv ? `${path} is ${found.version}` : `${path} has no venv`);
  }
  const state = rejected.length > 0 ? rejected.join(", ") : wanted === undefined ? "there is none" : `no ${wanted}`;
  throw new SetupError(`Cannot find Python ${oldestPython} or newer with venv: ${state}; install it`, {
    remedies: [installCommand("python", context), "another Python: LLMLAB_PYTHON=/path/to/python3 npm run setup"],
  });
}

/**
 * @param {string} path
 * @param {Pick<import("./context.mjs").Context, "run">} context
 */
async function inspect(path, { run }) {
  try {
    const { stdout } = await run(path, ["-c", probe]);
    /** @type {unknown} */
    const answer = JSON.parse(stdout);
    if (!Array.isArray(answer)) return undefined;
    return { version: String(answer[0]), hasVenv: answer[1] === true };
  } catch {
    // Such as the stub that Windows and macOS have in place of a Python.
    return undefined;
  }
}
