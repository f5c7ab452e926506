import { statfsSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { formatBytes } from "../setup/reporter.mjs";

/** Room for the set-up at its largest moment, and for JupyterLab with one notebook at work. */
const enough = { disk: 3e9, memory: 2e9 };

/**
 * @typedef {object} MachineReport
 * @property {string} system such as "linux-x64"
 * @property {string} processor
 * @property {number} cores
 * @property {number} freeDisk bytes
 * @property {number} freeMemory bytes
 * @property {number} memory bytes
 */

/**
 * Looks at processor, disk and memory.
 *
 * @param {Pick<import("../setup/context.mjs").Context, "root" | "platform" | "architecture">} context
 * @param {{ freeDisk: number, freeMemory: number, memory: number }} [measured]
 * @returns {{ report: MachineReport, problems: import("./diagnose.mjs").Problem[] }}
 */
export function examineMachine({ root, platform, architecture }, measured = measure(root)) {
  const { freeDisk, freeMemory, memory } = measured;
  const report = {
    system: `${platform}-${architecture}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    freeDisk,
    freeMemory,
    memory,
  };
  /** @type {import("./diagnose.mjs").Problem[]} */
  const problems = [];
  if (freeDisk < enough.disk) {
    const message = `Only ${formatBytes(freeDisk)} of disk are free: ${formatBytes(enough.disk)} are safe`;
    problems.push({ severity: "warning", message, remedy: `delete what you do not need, on the disk of ${root}` });
  }
  // macOS counts as free only what holds nothing at all, which is always little: there the whole memory must do.
  const usable = platform === "darwin" ? memory : freeMemory;
  if (usable < enough.memory) {
    const message = `Only ${formatBytes(usable)} of memory are free: ${formatBytes(enough.memory)} are safe`;
    problems.push({ severity: "warning", message, remedy: "close other programs and notebooks" });
  }
  return { report, problems };
}

/** @param {string} root */
function measure(root) {
  const { bavail, bsize } = statfsSync(root);
  return { freeDisk: bavail * bsize, freeMemory: process.availableMemory(), memory: totalmem() };
}
