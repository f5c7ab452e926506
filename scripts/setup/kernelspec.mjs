import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentFolder } from "./virtual-environment.mjs";
import { writeFileWhole } from "./write-file-whole.mjs";

/**
 * The kernel `llmlab`, written where only the environment's own Jupyter finds it, with full paths, so that it does not
 * depend on the PATH. It is written again when the folder moves or Node changes.
 *
 * @type {import("./context.mjs").Step}
 */
export const kernelspec = {
  name: "Kernel",
  work: () => "registering the TypeScript kernel with JupyterLab",
  state: (context) =>
    currentText(kernelspecFile(context)) === kernelspecText(context)
      ? { status: "ready", detail: "kernelspec llmlab" }
      : { status: "missing", reason: "the kernelspec is absent, or leads to another Node or folder" },
  run: async (context) => writeFileWhole(kernelspecFile(context), kernelspecText(context)),
};

/** @param {{ root: string }} context */
export function kernelspecFile(context) {
  return join(environmentFolder(context), "share", "jupyter", "kernels", "llmlab", "kernel.json");
}

/**
 * Writes the kernelspec for this machine.
 *
 * @param {{ root: string, variant: import("./context.mjs").Variant }} context
 */
export function kernelspecText({ root, variant }) {
  const kernelspec = {
    argv: [
      process.execPath,
      // require() of an ES module still warns on Node 20, and would do so in the first cell.
      "--disable-warning=ExperimentalWarning",
      join(root, "node_modules", "tslab", "bin", "tslab"),
      "kernel",
      "--config-path={connection_file}",
    ],
    display_name: "TypeScript (llmlab)",
    language: "typescript",
    interrupt_mode: "signal",
    env: {
      TF_CPP_MIN_LOG_LEVEL: "3",
      // The kernel inherits the terminal that JupyterLab was started on, and would colour its output for it.
      FORCE_COLOR: "0",
      // Else TensorFlow takes the whole memory of the GPU, also from the notebook beside it.
      ...(variant === "gpu" ? { TF_FORCE_GPU_ALLOW_GROWTH: "true" } : {}),
    },
  };
  return `${JSON.stringify(kernelspec, null, 2)}\n`;
}

/** @param {string} path */
function currentText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
