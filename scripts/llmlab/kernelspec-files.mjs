import { join } from "node:path";

/** The name under which Jupyter knows the kernel. */
export const kernelName = "llmlab";

/** Names the folder of what the kernelspec is made of: the logos. */
export const logoFolder = join("lib", "kernel", "kernelspec");

/** The logos, by the names that Jupyter looks for. */
export const logos = ["logo-svg.svg", "logo-64x64.png", "logo-32x32.png"];

/**
 * Names the program that Jupyter starts.
 *
 * @param {string} root the folder of llmlab
 */
export function kernelProgram(root) {
  return join(root, "dist", "kernel", "main.js");
}

/**
 * Writes kernel.json, with full paths, so that the kernel does not depend on the PATH.
 *
 * @param {{ root: string, variant: "cpu" | "gpu", node?: string }} options the folder of llmlab, the TensorFlow that
 *   it was set up with, and the Node to run, by default this one
 */
export function kernelspecText({ root, variant, node = process.execPath }) {
  const kernelspec = {
    argv: [node, kernelProgram(root), "{connection_file}"],
    display_name: "TypeScript (llmlab)",
    language: "typescript",
    interrupt_mode: "message",
    kernel_protocol_version: "5.5",
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
