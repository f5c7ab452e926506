import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cache-folder.mjs";
import { bindingFile, compileBinding } from "./compile-binding.mjs";
import { fetchTensorflow } from "./fetch-tensorflow.mjs";
import { findCompiler } from "./find-compiler.mjs";
import { installCommand } from "./install-command.mjs";
import { formatBytes } from "./reporter.mjs";
import { explain, SetupError } from "./setup-error.mjs";
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
    const { wheel, tensorflow, cachedBinding } = planOf(context);
    if (wheel === undefined || existsSync(cachedBinding)) return "linking the native runtime, about 5 s";
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
    const plan = planOf(context);
    if (state.status === "unavailable" || plan.wheel === undefined) {
      const reason = state.status === "unavailable" ? state.reason : "there is no wheel";
      const remedies = state.status === "unavailable" && state.remedy !== undefined ? [state.remedy] : [];
      throw new SetupError(`Cannot set TensorFlow up: ${reason}; unset LLMLAB_BACKEND to do without`, { remedies });
    }
    const { wheel } = plan;
    removeStamp(plan.stampFile);
    if (!existsSync(plan.tensorflow)) await fetchTensorflow(context, wheel, join(plan.cache, wheel.folder), progress);
    if (existsSync(plan.cachedBinding)) {
      try {
        await install(context, plan, progress);
        return;
      } catch {
        // Compiled on another system that shares this home folder, perhaps: compile it here.
        rmSync(dirname(plan.cachedBinding), { recursive: true, force: true });
      }
    }
    const compiler = findCompiler(context);
    if (compiler === undefined) throw new SetupError("Cannot compile the TensorFlow binding: there is no C++ compiler");
    progress(() => "compiling");
    const folder = dirname(plan.cachedBinding);
    await compileBinding(context, { compiler, tensorflow: plan.tensorflow, libraries: wheel.libraries, folder });
    await install(context, plan, progress);
  },
};

const instead = "WebAssembly computes, more slowly";

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
  const plan = planOf(context);
  if (plan.wheel === undefined) return { ...plan.absence, status: "unavailable", instead };
  const installed = [plan.binding, ...plan.wheel.libraries.map((name) => join(plan.package, "deps", "lib", name))];
  if (installed.every((path) => existsSync(path)) && stampMatches(plan.stampFile, plan.stamp)) {
    return { status: "ready", detail: plan.wheel.folder };
  }
  if (findCompiler(context) === undefined && !existsSync(plan.cachedBinding)) {
    return {
      status: "unavailable",
      instead,
      reason: context.env.CXX ? `there is no compiler ${context.env.CXX} (CXX)` : "there is no C++ compiler",
      remedy: installCommand("compiler", context),
    };
  }
  return { status: "missing", reason: `${plan.wheel.folder} is not linked in` };
}

/** @param {Context} context */
function planOf(context) {
  const cache = cacheFolder(context);
  const folder = join(context.root, "node_modules", "@tensorflow", "tfjs-node");
  const { wheel, ...absence } = tensorflowWheel(context);
  const name = wheel?.folder ?? "";
  const build = `tfjs-binding-${packageVersion(folder)}-${name}`;
  return {
    wheel,
    absence: { reason: "", ...absence },
    cache,
    tensorflow: join(cache, name, "tensorflow"),
    cachedBinding: join(cache, build, bindingFile),
    package: folder,
    binding: join(folder, "lib", "napi-v8", bindingFile),
    stampFile: join(folder, ".llmlab-stamp.json"),
    stamp: { build },
  };
}

/**
 * Puts the binding and the links to the libraries into tfjs-node, and proves that they work before they count.
 *
 * @param {Context} context
 * @param {ReturnType<typeof planOf>} plan
 * @param {(detail: () => string) => void} progress
 */
async function install(context, plan, progress) {
  progress(() => "proving it with a matrix product");
  const deps = join(plan.package, "deps");
  mkdirSync(deps, { recursive: true });
  // The folders are linked, not the files: TensorFlow with CUDA looks for ../nvidia from where it really lies.
  relink(plan.tensorflow, join(deps, "lib"));
  relink(join(plan.tensorflow, "include"), join(deps, "include"));
  mkdirSync(dirname(plan.binding), { recursive: true });
  // Renamed into place, because a running notebook may have the old one loaded.
  copyFileSync(plan.cachedBinding, `${plan.binding}.partial`);
  renameSync(`${plan.binding}.partial`, plan.binding);
  const script = join(dirname(fileURLToPath(import.meta.url)), "verify-binding.mjs");
  const env = { ...context.env, TF_CPP_MIN_LOG_LEVEL: "3" };
  /** @type {{ stdout: string }} */
  let answer;
  try {
    answer = await context.run(process.execPath, [script], { cwd: context.root, env });
  } catch (error) {
    throw explain(error, {
      doing: "use TensorFlow on this machine",
      remedies: [`rm -r "${plan.cache}" && npm run setup`, "without it, slower: LLMLAB_BACKEND=wasm npm start"],
    });
  }
  writeStamp(plan.stampFile, plan.stamp);
  if (context.variant === "gpu" && !answer.stdout.includes('"gpu":true')) {
    context.reporter.say("TensorFlow: built with CUDA, but it sees no GPU here and computes on the CPU");
  }
}

/**
 * @param {string} target
 * @param {string} link
 */
function relink(target, link) {
  rmSync(link, { recursive: true, force: true });
  symlinkSync(target, link, "dir");
}

/** @param {string} folder */
function packageVersion(folder) {
  try {
    return String(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version);
  } catch {
    return "";
  }
}
