import { readFileSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "./context.mjs";
import { filesBelow, hashFiles } from "./hash.mjs";
import { replaceFolder } from "./make-folder.mjs";
import { explain } from "./setup-error.mjs";
import { stampMatches, writeStamp } from "./stamp.mjs";

/**
 * The kernel compiled from lib/kernel to dist/kernel, which is what Jupyter starts. The rest of the library is not
 * compiled: the kernel runs its TypeScript.
 *
 * @type {import("./context.mjs").Step}
 */
export const kernelBuild = {
  name: "Kernel",
  work: () => "compiling lib/kernel to dist/kernel, about 2 s",
  state: (context) =>
    stampMatches(join(context.root, "dist", stampName), stampOf(context))
      ? { status: "ready", detail: "dist/ is up to date" }
      : { status: "missing", reason: "dist/ is absent or older than lib/kernel" },
  run: async (context) => {
    const { root } = context;
    const log = join(privateFolder(context), "logs", "kernel-build.log");
    // Taken before the compiler reads: an edit made meanwhile then shows as a difference.
    const stamp = stampOf(context);
    await replaceFolder(join(root, "dist"), async (partial) => {
      const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
      try {
        await context.run(process.execPath, [compiler, "-p", join(root, "lib"), "--outDir", partial], {
          cwd: root,
          env: context.env,
          verbose: context.reporter.verbose,
          log,
        });
      } catch (error) {
        throw explain(error, { doing: "compile lib/kernel", log, remedies: ["npm run check"] });
      }
      writeStamp(join(partial, stampName), stamp);
    });
  },
};

const stampName = ".llmlab-stamp.json";

/** @param {{ root: string }} context */
function stampOf({ root }) {
  const sources = filesBelow(join(root, "lib", "kernel")).filter((path) => path.endsWith(".ts"));
  const settings = [join(root, "lib", "tsconfig.json"), join(root, "tsconfig.json")];
  return { sources: hashFiles(root, [...sources, ...settings]), typescript: typescriptVersion(root) };
}

/** @param {string} root */
function typescriptVersion(root) {
  try {
    return String(JSON.parse(readFileSync(join(root, "node_modules", "typescript", "package.json"), "utf8")).version);
  } catch {
    return "";
  }
}
