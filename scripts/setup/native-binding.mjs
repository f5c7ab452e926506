import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileBinding } from "./compile-binding.mjs";
import { fetchTensorflow } from "./fetch-tensorflow.mjs";
import { findCompiler } from "./find-compiler.mjs";
import { installCommand } from "./install-command.mjs";
import { linkBinding } from "./link-binding.mjs";
import { nativePaths } from "./native-paths.mjs";
import { formatBytes } from "./reporter.mjs";
import { SetupError } from "./setup-error.mjs";
import { removeStamp, stampMatches, writeStamp } from "./stamp.mjs";
import { tensorflowWheel } from "./tensorflow-wheel.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/**
 * TensorFlow's native runtime: its libraries in the user's cache, and the binding that tfjs-node loads, compiled
 * against them and proved by a matrix product. Where it cannot be had the library falls back to WebAssembly, except
 * that LLMLAB_BACKEND=tensorflow makes its absence an error.
 *
 * @type {import("./context.mjs").Step}
 */
export const nativeBinding = {
  name: "TensorFlow",
  work: (context) => {
    const { wheel } = tensorflowWheel(context);
    if (wheel === undefined) return "looking for the native runtime";
    const { tensorflow, cachedBinding } = nativePaths(context, wheel);
    if (existsSync(tensorflow) && existsSync(cachedBinding)) return "linking the native runtime, about 5 s";
    if (existsSync(tensorflow)) return "compiling the binding to the native runtime, about 25 s";
    const [download, disk] = [wheel.downloadBytes, wheel.installedBytes].map(formatBytes);
    return `fetching the native runtime (${download}, then ${disk} on disk) and compiling its binding, a minute or more`;
  },
  state: (context) => {
    const state = stateOf(context);
    if (state.status !== "unavailable" || context.env.LLMLAB_BACKEND !== "tensorflow") return state;
    return { status: "missing", reason: `LLMLAB_BACKEND=tensorflow asks for it, but ${state.reason}` };
  },
  run: async (context, progress) => {
    const state = stateOf(context);
    if (state.status === "unavailable") throw cannotSetUp(state.reason, state.remedy);
    const { wheel } = tensorflowWheel(context);
    if (wheel === undefined) throw cannotSetUp("there is no wheel");
    const paths = nativePaths(context, wheel);
    removeStamp(paths.stamp);
    if (!existsSync(paths.tensorflow)) {
      await fetchTensorflow(context, wheel, dirname(paths.tensorflow), progress);
    }
    if (!(await linkCached(context, paths, progress))) {
      const compiler = findCompiler(context);
      if (compiler === undefined) throw cannotSetUp("there is no C++ compiler", installCommand("compiler", context));
      progress(() => "compiling");
      const folder = dirname(paths.cachedBinding);
      await compileBinding(context, { compiler, tensorflow: paths.tensorflow, libraries: wheel.libraries, folder });
      await linkBinding(context, paths, progress);
    }
    writeStamp(paths.stamp, { build: paths.build });
  },
};

/**
 * @param {Context} context
 * @returns {import("./context.mjs").StepState}
 */
function stateOf(context) {
  const forced = context.env.LLMLAB_BACKEND;
  if (forced === "wasm" || forced === "cpu") {
    const reason = `LLMLAB_BACKEND=${forced} asks for another backend`;
    return { status: "unavailable", reason, instead: `${forced} computes`, remedy: "unset LLMLAB_BACKEND" };
  }
  const instead = "WebAssembly computes, more slowly";
  const { wheel, ...absence } = tensorflowWheel(context);
  if (wheel === undefined) return { status: "unavailable", instead, reason: "there is no wheel", ...absence };
  const paths = nativePaths(context, wheel);
  const linked = [paths.binding, ...wheel.libraries.map((name) => join(paths.deps, "lib", name))];
  if (linked.every((path) => existsSync(path)) && stampMatches(paths.stamp, { build: paths.build })) {
    return { status: "ready", detail: wheel.folder };
  }
  if (findCompiler(context) === undefined && !existsSync(paths.cachedBinding)) {
    const reason = context.env.CXX ? `there is no compiler ${context.env.CXX} (CXX)` : "there is no C++ compiler";
    return { status: "unavailable", instead, reason, remedy: installCommand("compiler", context) };
  }
  return { status: "missing", reason: `${wheel.folder} is not linked in` };
}

/**
 * Links the binding that the cache holds. One that does not run here (compiled on another system that shares the home
 * folder, perhaps) is dropped.
 *
 * @param {Context} context
 * @param {import("./native-paths.mjs").NativePaths} paths
 * @param {(detail: () => string) => void} progress
 * @returns {Promise<boolean>} whether it is linked and runs
 */
async function linkCached(context, paths, progress) {
  if (!existsSync(paths.cachedBinding)) return false;
  try {
    await linkBinding(context, paths, progress);
    return true;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    rmSync(dirname(paths.cachedBinding), { recursive: true, force: true });
    return false;
  }
}

/**
 * @param {string} reason
 * @param {string} [remedy]
 */
function cannotSetUp(reason, remedy) {
  const message = `Cannot set TensorFlow up: ${reason}; without LLMLAB_BACKEND=tensorflow the course does without`;
  return new SetupError(message, { remedies: remedy === undefined ? [] : [remedy] });
}
