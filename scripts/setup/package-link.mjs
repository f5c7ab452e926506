import { realpathSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * The package under its own name in node_modules, so that a notebook's `import ... from "llmlab/nn"` is found: the
 * kernel resolves names as Node 10 did, which knows no self-reference.
 *
 * @type {import("./context.mjs").Step}
 */
export const packageLink = {
  name: "Package link",
  work: () => "linking llmlab into node_modules",
  state: ({ root }) =>
    pointsTo(join(root, "node_modules", "llmlab"), root)
      ? { status: "ready", detail: "node_modules/llmlab" }
      : { status: "missing", reason: "node_modules/llmlab does not lead here" },
  run: async ({ root, platform }) => {
    const link = join(root, "node_modules", "llmlab");
    rmSync(link, { recursive: true, force: true });
    if (platform === "win32") symlinkSync(root, link, "junction");
    else symlinkSync("..", link);
  },
};

/**
 * @param {string} link
 * @param {string} target
 */
function pointsTo(link, target) {
  try {
    return realpathSync(link) === realpathSync(target);
  } catch {
    return false;
  }
}
