import { copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { explain } from "./setup-error.mjs";

/**
 * Puts the binding and the links to TensorFlow's libraries into tfjs-node, and proves in a process of its own that they
 * compute a matrix product.
 *
 * @param {import("./context.mjs").Context} context
 * @param {import("./native-paths.mjs").NativePaths} paths
 * @param {(detail: () => string) => void} progress
 */
export async function linkBinding(context, paths, progress) {
  progress(() => "proving it with a matrix product");
  mkdirSync(paths.deps, { recursive: true });
  // The folders are linked, not the files: TensorFlow with CUDA looks for ../nvidia from where it really lies.
  relink(paths.tensorflow, join(paths.deps, "lib"));
  relink(join(paths.tensorflow, "include"), join(paths.deps, "include"));
  mkdirSync(dirname(paths.binding), { recursive: true });
  // Renamed into place, because a running notebook may have the old one loaded.
  copyFileSync(paths.cachedBinding, `${paths.binding}.partial`);
  renameSync(`${paths.binding}.partial`, paths.binding);
  const script = join(dirname(fileURLToPath(import.meta.url)), "verify-binding.mjs");
  try {
    const env = { ...context.env, TF_CPP_MIN_LOG_LEVEL: "3" };
    const { stdout } = await context.run(process.execPath, [script, context.root], { cwd: context.root, env });
    if (context.variant === "gpu" && !stdout.includes('"gpu":true')) {
      context.reporter.say("TensorFlow: built with CUDA, but it sees no GPU here and computes on the CPU");
    }
  } catch (error) {
    throw explain(error, {
      doing: "use TensorFlow on this machine",
      remedies: [`delete ${paths.cache}, then npm run setup`, "without it, slower: LLMLAB_BACKEND=wasm npm start"],
    });
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
