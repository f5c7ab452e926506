import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { privateFolder } from "./context.mjs";
import { hashText } from "./hash.mjs";
import { explain } from "./setup-error.mjs";
import { removeStamp, stampMatches, writeStamp } from "./stamp.mjs";

/**
 * The packages of package-lock.json in node_modules, without their install scripts.
 *
 * @type {import("./context.mjs").Step}
 */
export const nodePackages = {
  name: "Node packages",
  work: () => "installing the locked versions, about 20 s",
  state: (context) => {
    if (!existsSync(join(context.root, "node_modules"))) return { status: "missing", reason: "not installed" };
    return stampMatches(stampFile(context), stampOf(context))
      ? { status: "ready", detail: "as package-lock.json says" }
      : { status: "missing", reason: "not whole, or not those of package-lock.json and this Node" };
  },
  run: async (context) => {
    removeStamp(stampFile(context));
    const log = join(privateFolder(context), "logs", "node-packages.log");
    const [command, ...before] = npmCommand(context);
    try {
      await context.run(command, [...before, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
        cwd: context.root,
        env: context.env,
        verbose: context.reporter.verbose,
        log,
      });
    } catch (error) {
      throw explain(error, { doing: "install the Node packages", log });
    }
    writeStamp(stampFile(context), stampOf(context));
  },
};

/** @param {import("./context.mjs").Context} context */
function stampFile({ root }) {
  return join(root, "node_modules", ".llmlab-stamp.json");
}

/** @param {import("./context.mjs").Context} context */
function stampOf({ root, platform, architecture }) {
  return {
    lock: hashText(readFileSync(join(root, "package-lock.json"), "utf8")),
    node: `${platform}-${architecture}, ABI ${process.versions.modules}`,
  };
}

/**
 * Names the npm to run: the one that started us, where there is one, else the one on the PATH.
 *
 * @param {Pick<import("./context.mjs").Context, "env" | "platform">} context
 * @returns {[string, ...string[]]}
 */
export function npmCommand({ env, platform }) {
  const script = env.npm_execpath;
  if (script !== undefined && basename(script) === "npm-cli.js") return [process.execPath, script];
  // Node refuses to start npm's .cmd file without a shell.
  return platform === "win32" ? ["cmd.exe", "/c", "npm"] : ["npm"];
}
