import { readFileSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "./context.mjs";
import { filesBelow, hashFiles } from "./hash.mjs";
import { replaceFolder } from "./make-folder.mjs";
import { explain } from "./setup-error.mjs";
import { stampMatches, writeStamp } from "./stamp.mjs";

/**
 * The library compiled from lib/ to dist/, which is what notebooks import.
 *
 * @type {import("./context.mjs").Step}
 */
export const library = {
  name: "Library",
  work: () => "compiling lib/ to dist/, about 5 s",
  state: (context) =>
    stampMatches(join(context.root, "dist", stampName), stampOf(context))
      ? { status: "ready", detail: "dist/ is up to date" }
      : { status: "missing", reason: "dist/ is absent or older than lib/" },
  run: async (context) => {
    const { root } = context;
    const log = join(privateFolder(context), "logs", "library.log");
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
        throw explain(error, { doing: "compile lib/", log, remedies: ["npm run check"] });
      }
      writeStamp(join(partial, stampName), stamp);
    });
  },
};

const stampName = ".llmlab-stamp.json";

/** @param {{ root: string }} context */
function stampOf({ root }) {
  const sources = filesBelow(join(root, "lib")).filter((path) => /\.(ts|json)$/.test(path));
  return { sources: hashFiles(root, [...sources, join(root, "tsconfig.json")]), typescript: typescriptVersion(root) };
}

/** @param {string} root */
function typescriptVersion(root) {
  try {
    return String(JSON.parse(readFileSync(join(root, "node_modules", "typescript", "package.json"), "utf8")).version);
  } catch {
    return "";
  }
}
