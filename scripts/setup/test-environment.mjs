import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installKernel, isInstalled } from "../llmlab/install-kernel.mjs";
import { packagesFolder, prefixPlace } from "../llmlab/kernel-place.mjs";
import { privateFolder } from "./context.mjs";
import { hashText } from "./hash.mjs";
import { stampFile as environmentStamp } from "./python-environment.mjs";
import { explain } from "./setup-error.mjs";
import { readStamp, removeStamp, stampMatches, writeStamp } from "./stamp.mjs";
import { environmentFolder, environmentProgram, pythonVariables, testFolder } from "./virtual-environment.mjs";
import { writeFileWhole } from "./write-file-whole.mjs";

/**
 * The Python programs that only tests run, at the versions of requirements-test.txt, in .venv-test: nbgrader would put
 * buttons of its own into the learner's JupyterLab. What .venv has is not installed a second time but looked up there.
 *
 * @type {import("./context.mjs").Step}
 */
export const testEnvironment = {
  name: "Test environment",
  work: () => "making .venv-test with nbgrader and papermill, about 20 s",
  state: (context) => {
    if (!existsSync(testFolder(context))) return { status: "missing", reason: "there is no .venv-test" };
    return stampMatches(stampFile(context), stampOf(context)) && isInstalled(context, placeOf(context))
      ? { status: "ready", detail: "as requirements-test.txt says" }
      : { status: "missing", reason: ".venv-test is not whole, or not from requirements-test.txt and .venv" };
  },
  run: async (context) => {
    if (!stampMatches(stampFile(context), stampOf(context))) await makeEnvironment(context);
    installKernel(context, placeOf(context));
  },
};

/** @param {import("./context.mjs").Context} context */
async function makeEnvironment(context) {
  const { root, platform, reporter } = context;
  const folder = testFolder(context);
  const log = join(privateFolder(context), "logs", "test-environment.log");
  const options = { env: pythonVariables(context.env), verbose: reporter.verbose, log };
  removeStamp(stampFile(context));
  rmSync(folder, { recursive: true, force: true });
  try {
    await context.run(environmentProgram(context, "python"), ["-m", "venv", "--without-pip", folder], options);
    const [base, packages] = [environmentFolder(context), folder].map((prefix) => packagesFolder(prefix, platform));
    writeFileWhole(join(packages ?? folder, "llmlab-base.pth"), `${base}\n`);
    const quiet = reporter.verbose ? [] : ["--quiet"];
    const install = ["-m", "pip", "install", ...quiet, "--no-input", "--progress-bar=off", "-r", requirements(root)];
    await context.run(environmentProgram(context, "python", folder), install, options);
  } catch (error) {
    throw explain(error, { doing: "make the test environment", log });
  }
  writeStamp(stampFile(context), stampOf(context));
}

/** @param {import("./context.mjs").Context} context */
function placeOf(context) {
  return prefixPlace(testFolder(context), context.platform);
}

/** @param {string} root */
function requirements(root) {
  return join(root, "requirements-test.txt");
}

/** @param {{ root: string }} context */
function stampFile(context) {
  return join(testFolder(context), ".llmlab-stamp.json");
}

/** @param {import("./context.mjs").Context} context */
function stampOf(context) {
  return {
    requirements: hashText(readFileSync(requirements(context.root), "utf8")),
    // It stands on .venv, so that it is made anew whenever that is.
    base: JSON.stringify(readStamp(environmentStamp(context)) ?? {}),
  };
}
