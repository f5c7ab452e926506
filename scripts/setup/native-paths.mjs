import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache-folder.mjs";
import { bindingFile } from "./compile-binding.mjs";

/**
 * Where the parts of the native runtime lie.
 *
 * @typedef {object} NativePaths
 * @property {string} cache the user's cache
 * @property {string} tensorflow its libraries and include/, in the cache
 * @property {string} build names the binding by all that it is made from
 * @property {string} cachedBinding the compiled binding in the cache
 * @property {string} binding the same where tfjs-node loads it
 * @property {string} deps tfjs-node's folder for the links to the libraries
 * @property {string} stamp
 */

/**
 * Names every place that the native runtime takes.
 *
 * @param {Pick<import("./context.mjs").Context, "root" | "env" | "platform">} context
 * @param {import("./tensorflow-wheel.mjs").Wheel} wheel
 * @returns {NativePaths}
 */
export function nativePaths(context, wheel) {
  const cache = cacheFolder(context);
  const tfjsNode = join(context.root, "node_modules", "@tensorflow", "tfjs-node");
  const build = `tfjs-binding-${versionOf(tfjsNode)}-${wheel.folder}`;
  return {
    cache,
    tensorflow: join(cache, wheel.folder, "tensorflow"),
    build,
    cachedBinding: join(cache, build, bindingFile),
    binding: join(tfjsNode, "lib", "napi-v8", bindingFile),
    deps: join(tfjsNode, "deps"),
    stamp: join(tfjsNode, ".llmlab-stamp.json"),
  };
}

/** @param {string} folder */
function versionOf(folder) {
  try {
    return String(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version);
  } catch {
    return "absent";
  }
}
