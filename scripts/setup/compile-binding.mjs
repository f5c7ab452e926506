import { join } from "node:path";
import { privateFolder } from "./context.mjs";
import { makeFolder } from "./make-folder.mjs";
import { explain } from "./setup-error.mjs";

/** The file that tfjs-node loads. */
export const bindingFile = "tfjs_binding.node";

/**
 * Compiles the binding between Node and TensorFlow from the sources inside tfjs-node, into a folder of the cache.
 *
 * @param {import("./context.mjs").Context} context
 * @param {{ compiler: readonly [string, ...string[]], tensorflow: string, libraries: readonly string[],
 *   folder: string }} parts `tensorflow` holds the libraries and include/, `folder` receives the binding
 */
export async function compileBinding(context, { compiler, tensorflow, libraries, folder }) {
  const [program, ...before] = compiler;
  const log = join(privateFolder(context), "logs", "binding.log");
  await makeFolder(folder, async (partial) => {
    const args = compilerArguments({ ...context, tensorflow, libraries, output: join(partial, bindingFile) });
    try {
      await context.run(program, [...before, ...args], { env: context.env, verbose: context.reporter.verbose, log });
    } catch (error) {
      throw explain(error, {
        doing: `compile the TensorFlow binding with ${program}`,
        log,
        remedies: ["another compiler: CXX=clang++ npm run setup", "without it, slower: LLMLAB_BACKEND=wasm npm start"],
      });
    }
  });
}

/**
 * Lists the compiler's arguments.
 *
 * @param {{ root: string, platform: NodeJS.Platform, tensorflow: string, libraries: readonly string[],
 *   output: string }} parts
 * @returns {string[]}
 */
export function compilerArguments({ root, platform, tensorflow, libraries, output }) {
  const packages = join(root, "node_modules");
  const sources = join(packages, "@tensorflow", "tfjs-node", "binding");
  // The addon finds the libraries beside itself, through tfjs-node's own deps/lib, wherever the checkout lies.
  const origin = platform === "darwin" ? "@loader_path" : "$ORIGIN";
  return [
    ...["-shared", "-fPIC", "-O2", "-std=c++17", "-DNAPI_VERSION=8"],
    // Node itself provides the functions of Node-API when it loads the addon.
    ...(platform === "darwin" ? ["-undefined", "dynamic_lookup"] : []),
    ...["-I", join(packages, "node-api-headers", "include"), "-I", join(tensorflow, "include")],
    ...[join(sources, "tfjs_backend.cc"), join(sources, "tfjs_binding.cc"), "-o", output],
    ...libraries.map((name) => join(tensorflow, name)),
    `-Wl,-rpath,${origin}/../../deps/lib`,
  ];
}
