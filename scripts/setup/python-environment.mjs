import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "./context.mjs";
import { findPython } from "./find-python.mjs";
import { hashText } from "./hash.mjs";
import { explain } from "./setup-error.mjs";
import { removeStamp, stampMatches, writeStamp } from "./stamp.mjs";
import { environmentFolder, environmentProgram, pythonVariables } from "./virtual-environment.mjs";
import { writeFileWhole } from "./write-file-whole.mjs";

/**
 * JupyterLab and its companions in .venv, at the versions of requirements.txt. An environment cannot be renamed, so it
 * is made in place, and made anew whenever it is not whole, not from these versions, or not where it was made.
 *
 * @type {import("./context.mjs").Step}
 */
export const pythonEnvironment = {
  name: "Python environment",
  work: () => "making .venv with JupyterLab, about 40 s",
  state: (context) => {
    if (!existsSync(environmentFolder(context))) return { status: "missing", reason: "there is no .venv" };
    return existsSync(environmentProgram(context, "jupyter")) && stampMatches(stampFile(context), stampOf(context))
      ? { status: "ready", detail: "as requirements.txt says" }
      : { status: "missing", reason: ".venv is not whole, or not from requirements.txt, or has been moved" };
  },
  run: async (context) => {
    const folder = environmentFolder(context);
    const log = join(privateFolder(context), "logs", "python-environment.log");
    const options = { env: pythonVariables(context.env), verbose: context.reporter.verbose, log };
    const python = await findPython(context);
    removeStamp(stampFile(context));
    rmSync(folder, { recursive: true, force: true });
    try {
      await context.run(python, ["-m", "venv", folder], options);
      const requirements = join(context.root, "requirements.txt");
      const quiet = context.reporter.verbose ? [] : ["--quiet"];
      const install = ["-m", "pip", "install", ...quiet, "--no-input", "--progress-bar=off", "-r", requirements];
      await context.run(environmentProgram(context, "python"), install, options);
    } catch (error) {
      throw explain(error, { doing: "make the Python environment", log });
    }
    // JupyterLab's copy of yarn is CommonJS, which the "type": "module" of our package.json would hide from Node.
    writeFileWhole(join(folder, "package.json"), '{ "type": "commonjs" }\n');
    writeStamp(stampFile(context), stampOf(context));
  },
};

/**
 * Names the stamp of the environment.
 *
 * @param {{ root: string }} context
 */
export function stampFile(context) {
  return join(environmentFolder(context), ".llmlab-stamp.json");
}

/** @param {import("./context.mjs").Context} context */
function stampOf(context) {
  return {
    requirements: hashText(readFileSync(join(context.root, "requirements.txt"), "utf8")),
    folder: environmentFolder(context),
    // Shows when the system's Python was upgraded or removed beneath the environment.
    python: resolved(environmentProgram(context, "python")),
  };
}

/** @param {string} path */
function resolved(path) {
  try {
    return realpathSync(path);
  } catch {
    return "";
  }
}
