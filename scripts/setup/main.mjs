import { parseArgs } from "node:util";
import { createContext, rememberVariant } from "./context.mjs";
import { createReporter } from "./reporter.mjs";
import { runSteps } from "./run-steps.mjs";
import { steps, testSteps } from "./steps.mjs";
import { tensorflowWheel } from "./tensorflow-wheel.mjs";

const usage = `usage: npm run setup -- [--gpu | --cpu] [--test] [--verbose]

Installs what is missing and leaves alone what is right.

  --gpu      TensorFlow with CUDA (Linux on x86-64), until --cpu is said
  --cpu      TensorFlow for the CPU
  --test     also what npm test needs: nbgrader and papermill, apart from JupyterLab
  --verbose  show the output of every command

LLMLAB_BACKEND=wasm|cpu leaves TensorFlow out, LLMLAB_BACKEND=tensorflow insists on it.
LLMLAB_CACHE, LLMLAB_PYTHON and CXX name the cache folder, the Python and the C++ compiler to use.`;

const backends = ["tensorflow", "wasm", "cpu"];

/**
 * Runs the set-up.
 *
 * @param {readonly string[]} args the command line
 * @param {Partial<import("./context.mjs").Context>} [overrides]
 * @returns {Promise<number>} the exit code
 */
export async function main(args, overrides = {}) {
  const options = readOptions(args);
  const context = createContext({ reporter: createReporter({ verbose: options.verbose ?? false }), ...overrides });
  const { say } = context.reporter;
  const problem = options.problem ?? environmentProblem(context.env);
  if (problem !== undefined) {
    say(problem);
    return 1;
  }
  if (options.help) {
    say(usage);
    return 0;
  }
  const variant = options.gpu ? "gpu" : options.cpu ? "cpu" : context.variant;
  const choice = { ...context, variant };
  if (options.gpu) {
    const found = tensorflowWheel(choice);
    if (found.wheel === undefined) {
      say(`Cannot set TensorFlow up for a GPU: ${found.reason}; use npm run setup -- --cpu`);
      return 1;
    }
  }
  if (options.gpu || options.cpu) rememberVariant(context.root, variant);
  return runSteps(options.test ? testSteps : steps, choice);
}

/**
 * @param {readonly string[]} args
 * @returns {{ gpu?: boolean, cpu?: boolean, test?: boolean, verbose?: boolean, help?: boolean, problem?: string }}
 */
function readOptions(args) {
  const flag = /** @type {const} */ ({ type: "boolean" });
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { gpu: flag, cpu: flag, test: flag, verbose: flag, help: { ...flag, short: "h" } },
    });
    return values.gpu && values.cpu ? { problem: "Cannot set up for --gpu and --cpu: choose one" } : values;
  } catch (error) {
    return { problem: `${error instanceof Error ? error.message : error}\n\n${usage}` };
  }
}

/** @param {NodeJS.ProcessEnv} env */
function environmentProblem({ LLMLAB_BACKEND: backend }) {
  if (backend === undefined || backend === "" || backends.includes(backend)) return undefined;
  return `Cannot use LLMLAB_BACKEND=${backend}: there is no such backend; choose one of ${backends.join(", ")}`;
}
