import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandFailed } from "../setup/run-command.mjs";

const reinstall = "delete the folder node_modules, then npm run setup";

/**
 * @typedef {object} BackendReport
 * @property {string} name
 * @property {string} version
 * @property {number} threads
 * @property {boolean} gpu
 * @property {string} [reason] why it is not the native one
 * @property {number} size of the square matrices, float32
 * @property {number} milliseconds for one product, the median of nine
 * @property {number} gigaflops
 */

/**
 * Starts the library's backend in a process of its own and times it.
 *
 * @param {import("../setup/context.mjs").Context} context
 * @param {boolean} nativeIsReady whether the set-up holds TensorFlow's native runtime for whole
 * @returns {Promise<{ report: BackendReport | undefined, problems: import("./diagnose.mjs").Problem[] }>}
 */
export async function examineBackend(context, nativeIsReady) {
  const script = join(dirname(fileURLToPath(import.meta.url)), "measure-backend.mjs");
  /** @type {BackendReport} */
  let report;
  try {
    const env = { ...context.env, TF_CPP_MIN_LOG_LEVEL: "3" };
    const { stdout } = await context.run(process.execPath, ["--import=tsx", script], { cwd: context.root, env });
    report = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  } catch (error) {
    return { report: undefined, problems: [backendFailed(error, context.env.LLMLAB_BACKEND)] };
  }
  /** @type {import("./diagnose.mjs").Problem[]} */
  const problems = [];
  if (nativeIsReady && report.name !== "tensorflow" && !context.env.LLMLAB_BACKEND) {
    const message = `TensorFlow is set up but does not start: ${report.reason ?? "no reason given"}`;
    problems.push({ severity: "warning", message, remedy: reinstall });
  }
  if (context.variant === "gpu" && report.name === "tensorflow" && !report.gpu) {
    const message = "TensorFlow was set up for a GPU but sees none";
    problems.push({ severity: "warning", message, remedy: "look at nvidia-smi, or npm run setup -- --cpu" });
  }
  return { report, problems };
}

/**
 * @param {unknown} error
 * @param {string | undefined} forced the backend that LLMLAB_BACKEND names
 * @returns {import("./diagnose.mjs").Problem}
 */
function backendFailed(error, forced) {
  const output = error instanceof CommandFailed ? error.output : String(error);
  const reason = /^(?:\w*Error: )(.+)$/m.exec(output)?.[1] ?? output.trimEnd().split("\n").at(-1);
  return {
    severity: "error",
    message: `The backend does not start: ${reason}`,
    remedy: forced ? "unset LLMLAB_BACKEND, or npm run setup" : reinstall,
  };
}
