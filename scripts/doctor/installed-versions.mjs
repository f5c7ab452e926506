import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { npmCommand } from "../setup/node-packages.mjs";
import { tensorflowVersion } from "../setup/tensorflow-wheel.mjs";
import { environmentFolder } from "../setup/virtual-environment.mjs";

const absent = "not installed";

/**
 * Reads the versions of what the course stands on; "not installed" for what is not there.
 *
 * @param {import("../setup/context.mjs").Context} context
 * @param {boolean} nativeIsReady
 * @returns {Promise<Record<string, string>>}
 */
export async function installedVersions(context, nativeIsReady) {
  const { root } = context;
  return {
    Node: process.versions.node,
    npm: await npmVersion(context),
    Python: pythonVersion(context),
    TypeScript: packageVersion(root, "typescript"),
    "TensorFlow.js": packageVersion(root, "@tensorflow/tfjs"),
    TensorFlow: nativeIsReady ? tensorflowVersion : absent,
    JupyterLab: distributionVersion(context, "jupyterlab"),
    plotly: distributionVersion(context, "plotly"),
  };
}

/** @param {import("../setup/context.mjs").Context} context */
async function npmVersion(context) {
  const [command, ...before] = npmCommand(context);
  try {
    return (await context.run(command, [...before, "--version"], { env: context.env })).stdout.trim();
  } catch {
    return absent;
  }
}

/**
 * @param {string} root
 * @param {string} name
 */
function packageVersion(root, name) {
  try {
    return String(JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version);
  } catch {
    return absent;
  }
}

/** @param {{ root: string }} context */
function pythonVersion(context) {
  try {
    const configuration = readFileSync(join(environmentFolder(context), "pyvenv.cfg"), "utf8");
    return /^version\s*=\s*(\S+)/m.exec(configuration)?.[1] ?? absent;
  } catch {
    return absent;
  }
}

/**
 * Reads a Python package's version from the name of its metadata folder, which needs no Python to run.
 *
 * @param {{ root: string, platform: NodeJS.Platform }} context
 * @param {string} name
 */
function distributionVersion(context, name) {
  const folder = environmentFolder(context);
  try {
    const library = context.platform === "win32" ? "Lib" : join("lib", readdirSync(join(folder, "lib"))[0] ?? "");
    const pattern = new RegExp(`^${name}-(.+)\\.dist-info$`);
    const versions = readdirSync(join(folder, library, "site-packages")).map((entry) => pattern.exec(entry)?.[1]);
    return versions.find((version) => version !== undefined) ?? absent;
  } catch {
    return absent;
  }
}
