import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chosenVariant, repositoryRoot } from "../setup/context.mjs";
import { hasForeignSettings, installKernel, kernelFolder, uninstallKernel } from "./install-kernel.mjs";
import { prefixPlace, userPlace } from "./kernel-place.mjs";
import { kernelProgram } from "./kernelspec-files.mjs";
import { pythonFolder } from "./python-module.mjs";
import { pythonPlace } from "./python-place.mjs";

const usage = `usage: npx llmlab kernel install [--user | --sys-prefix | --prefix DIR]
       npx llmlab kernel uninstall [--user | --sys-prefix | --prefix DIR]

Makes Jupyter know the TypeScript kernel of this folder as "llmlab", or forget it.

  --user        for you, whichever Jupyter you start (the default)
  --sys-prefix  in the Python environment that is active, with the module for papermill and the settings for nbgrader
  --prefix DIR  the same in the environment in DIR`;

/**
 * What the command knows of the machine. Tests replace any part of it.
 *
 * @typedef {object} Machine
 * @property {string} root the folder of llmlab
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.Platform} platform
 * @property {string} home
 * @property {(line: string) => void} say
 * @property {(line: string) => void} complain
 */

/**
 * Runs the command `llmlab`.
 *
 * @param {readonly string[]} args the command line
 * @param {Partial<Machine>} [overrides]
 * @returns {Promise<number>} the exit code: 1 when it failed, 2 when the command line is wrong
 */
export async function main(args, overrides = {}) {
  const machine = {
    root: repositoryRoot,
    env: process.env,
    platform: process.platform,
    home: homedir(),
    say: console.log,
    complain: console.error,
    ...overrides,
  };
  const command = readCommand(args);
  if ("problem" in command) {
    machine.complain(command.problem);
    return 2;
  }
  if (command.action === "help") {
    machine.say(usage);
    return 0;
  }
  try {
    const place = placeOf(command, machine);
    if (command.action === "install") install(machine, place);
    else machine.say(`Removed ${uninstallKernel(place)}`);
    return 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    machine.complain(explain(command.action, error));
    return 1;
  }
}

/**
 * @param {Machine} machine
 * @param {import("./kernel-place.mjs").KernelPlace} place
 */
function install({ root, say }, place) {
  if (!existsSync(kernelProgram(root))) {
    throw new Error(`Cannot install the kernel: there is no ${kernelProgram(root)}; npm run setup builds it`);
  }
  installKernel({ root, variant: chosenVariant(root) }, place);
  say(`Installed ${kernelFolder(place)}`);
  if (place.packages === undefined) {
    say("papermill knows TypeScript after: npx llmlab kernel install --sys-prefix, in its Python environment");
  }
  if (place.config === undefined || hasForeignSettings(place)) {
    const load = `load_subconfig("nbgrader_config.py", path=${JSON.stringify(join(root, pythonFolder))})`;
    say(`nbgrader knows TypeScript after this line in your nbgrader_config.py: ${load}`);
  }
}

/**
 * @typedef {{ action: "install" | "uninstall", "sys-prefix"?: boolean, prefix?: string }} Order
 *
 * @param {readonly string[]} args
 * @returns {Order | { action: "help" } | { problem: string }}
 */
function readCommand(args) {
  const flag = /** @type {const} */ ({ type: "boolean" });
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { user: flag, "sys-prefix": flag, prefix: { type: "string" }, help: { ...flag, short: "h" } },
    });
    if (values.help) return { action: "help" };
    const [topic, action, ...rest] = positionals;
    if (topic !== "kernel" || (action !== "install" && action !== "uninstall") || rest.length > 0) {
      const given = positionals.length === 0 ? "a command is missing" : `"${positionals.join(" ")}" is no command`;
      return { problem: `Cannot run llmlab: ${given}\n\n${usage}` };
    }
    const { help: _, ...places } = values;
    const chosen = Object.keys(places);
    if (chosen.length > 1) {
      return { problem: `Cannot ${action} with ${chosen.map((name) => `--${name}`).join(" and ")}: choose one` };
    }
    return { action, ...places };
  } catch (error) {
    return { problem: `${error instanceof Error ? error.message : error}\n\n${usage}` };
  }
}

/**
 * @param {Order} order
 * @param {Machine} machine
 */
function placeOf(order, machine) {
  if (order.prefix !== undefined) return prefixPlace(resolve(order.prefix), machine.platform);
  return order["sys-prefix"] ? pythonPlace(machine) : userPlace(machine);
}

/**
 * @param {string} action
 * @param {Error & { code?: string, path?: string }} error
 */
function explain(action, error) {
  if (error.code === undefined) return error.message;
  return `Cannot ${action} the kernel: ${error.path} cannot be changed (${error.code}); use --user, or --prefix DIR`;
}
