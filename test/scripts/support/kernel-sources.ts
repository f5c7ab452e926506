import { cpSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../../scripts/setup/context.mjs";
import { writeFile } from "./write-file.ts";

/** Makes a folder look like llmlab's, as far as installing the kernel goes. */
export function copyKernelSources(root: string): void {
  for (const part of ["kernelspec", "python"]) {
    cpSync(join(repositoryRoot, "lib", "kernel", part), join(root, "lib", "kernel", part), { recursive: true });
  }
  writeFile(join(root, "dist", "kernel", "main.js"));
}
