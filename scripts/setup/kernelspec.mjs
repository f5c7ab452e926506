import { installKernel, isInstalled } from "../llmlab/install-kernel.mjs";
import { prefixPlace } from "../llmlab/kernel-place.mjs";
import { environmentFolder } from "./virtual-environment.mjs";

/**
 * The kernel `llmlab`, registered where only the environment's own Jupyter finds it. It is written again when the
 * folder moves or Node changes.
 *
 * @type {import("./context.mjs").Step}
 */
export const kernelspec = {
  name: "Kernelspec",
  work: () => "registering the TypeScript kernel with JupyterLab",
  state: (context) =>
    isInstalled(context, placeOf(context))
      ? { status: "ready", detail: "kernelspec llmlab" }
      : { status: "missing", reason: "the kernelspec is absent, or leads to another Node or folder" },
  run: async (context) => installKernel(context, placeOf(context)),
};

/** @param {import("./context.mjs").Context} context */
function placeOf(context) {
  return prefixPlace(environmentFolder(context), context.platform);
}
