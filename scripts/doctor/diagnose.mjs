import { examineBackend } from "./examine-backend.mjs";
import { examineJupyter } from "./examine-jupyter.mjs";
import { examineKernel } from "./examine-kernel.mjs";
import { examineMachine } from "./examine-machine.mjs";
import { installedVersions } from "./installed-versions.mjs";

/**
 * Something that stands between the user and the course (`error`) or makes it worse (`warning`), and what mends it.
 *
 * @typedef {{ severity: "error" | "warning", message: string, remedy?: string }} Problem
 */

/**
 * @typedef {object} Diagnosis
 * @property {boolean} ok whether the course can run
 * @property {Record<string, string>} versions
 * @property {readonly ({ name: string } & import("../setup/context.mjs").StepState)[]} steps
 * @property {import("./examine-backend.mjs").BackendReport | undefined} backend
 * @property {import("./examine-machine.mjs").MachineReport} machine
 * @property {readonly Problem[]} problems
 */

/**
 * Examines the installation and the machine, without changing either.
 *
 * @param {import("../setup/context.mjs").Context} context
 * @param {readonly import("../setup/context.mjs").Step[]} steps
 * @returns {Promise<Diagnosis>}
 */
export async function diagnose(context, steps) {
  const states = steps.map((step) => ({ name: step.name, ...step.state(context) }));
  const isReady = (/** @type {string} */ name) =>
    states.some((state) => state.name === name && state.status === "ready");
  const machine = examineMachine(context);
  /** @type {Problem[]} */
  const problems = states.flatMap(problemOf);
  if (isReady("Python environment")) problems.push(...(await examineJupyter(context)));
  const kernelParts = ["Node packages", "Kernel", "Python environment", "Kernelspec"];
  if (kernelParts.every(isReady)) problems.push(...(await examineKernel(context)));
  const { report, problems: found } = isReady("Node packages")
    ? await examineBackend(context, isReady("TensorFlow"))
    : { report: undefined, problems: [] };
  problems.push(...found, ...machine.problems);
  return {
    ok: problems.every(({ severity }) => severity !== "error"),
    versions: await installedVersions(context, isReady("TensorFlow")),
    steps: states,
    backend: report,
    machine: machine.report,
    problems,
  };
}

/**
 * @param {{ name: string } & import("../setup/context.mjs").StepState} state
 * @returns {Problem[]}
 */
function problemOf(state) {
  switch (state.status) {
    case "ready":
      return [];
    case "missing":
      return [{ severity: "error", message: `${state.name}: ${state.reason}`, remedy: "npm run setup" }];
    case "unavailable": {
      const message = `${state.name} is left out, since ${state.reason}; ${state.instead}`;
      if (state.remedy === undefined) return [{ severity: "warning", message }];
      return [{ severity: "warning", message, remedy: `${state.remedy}, then npm run setup` }];
    }
  }
}
