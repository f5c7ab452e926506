import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeFileWhole } from "../setup/write-file-whole.mjs";
import { kernelName, kernelspecText, logoFolder, logos } from "./kernelspec-files.mjs";
import { moduleFiles, moduleFolders, pythonFolder } from "./python-module.mjs";
import { readText } from "./read-text.mjs";

/**
 * @typedef {import("./kernel-place.mjs").KernelPlace} KernelPlace
 *
 * @typedef {object} KernelSource what is installed
 * @property {string} root the folder of llmlab
 * @property {"cpu" | "gpu"} variant the TensorFlow that it was set up with
 */

const settings = "nbgrader_config.py";

/**
 * Installs the kernel: its kernelspec, and where the place has room for them, the module for papermill and the settings
 * for nbgrader. Settings of somebody else's are left as they are.
 *
 * @param {KernelSource} source
 * @param {KernelPlace} place
 * @throws Error where the place cannot be written
 */
export function installKernel(source, place) {
  for (const [path, text] of Object.entries(textFiles(source, place))) {
    if (readText(path) !== text) writeFileWhole(path, text);
  }
  for (const [path, original] of Object.entries(logoFiles(source, place))) {
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(original, path);
  }
}

/**
 * Tells whether the kernel is installed there just as `installKernel` would leave it.
 *
 * @param {KernelSource} source
 * @param {KernelPlace} place
 */
export function isInstalled(source, place) {
  return (
    existsSync(kernelFolder(place)) &&
    Object.entries(textFiles(source, place)).every(([path, text]) => readText(path) === text) &&
    Object.entries(logoFiles(source, place)).every(([path, original]) => sameBytes(path, original))
  );
}

/**
 * Removes what `installKernel` has written, of whichever llmlab.
 *
 * @param {KernelPlace} place
 * @returns {string} the folder of the kernelspec that was removed
 * @throws Error where there is none
 */
export function uninstallKernel(place) {
  const folder = kernelFolder(place);
  if (!existsSync(folder)) {
    throw new Error(`Cannot uninstall the kernel: there is no ${folder}; name its place as for install`);
  }
  rmSync(folder, { recursive: true });
  for (const name of place.packages === undefined ? [] : moduleFolders) {
    rmSync(join(place.packages ?? "", name), { recursive: true, force: true });
  }
  if (place.config !== undefined && isOurs(join(place.config, settings))) rmSync(join(place.config, settings));
  return folder;
}

/**
 * Names the folder of the kernelspec.
 *
 * @param {KernelPlace} place
 */
export function kernelFolder({ kernels }) {
  return join(kernels, kernelName);
}

/**
 * Tells whether somebody else's settings for nbgrader stand where ours would.
 *
 * @param {KernelPlace} place
 */
export function hasForeignSettings({ config }) {
  return config !== undefined && existsSync(join(config, settings)) && !isOurs(join(config, settings));
}

/**
 * @param {KernelSource} source
 * @param {KernelPlace} place
 * @returns {Record<string, string>} texts by full paths
 */
function textFiles({ root, variant }, place) {
  const { packages, config } = place;
  const files = { [join(kernelFolder(place), "kernel.json")]: kernelspecText({ root, variant }) };
  if (packages !== undefined) {
    for (const [path, text] of Object.entries(moduleFiles(root))) files[join(packages, path)] = text;
  }
  if (config !== undefined && !hasForeignSettings(place)) {
    files[join(config, settings)] = readFileSync(join(root, pythonFolder, settings), "utf8");
  }
  return files;
}

/**
 * @param {KernelSource} source
 * @param {KernelPlace} place
 * @returns {Record<string, string>} the originals by full paths
 */
function logoFiles({ root }, place) {
  return Object.fromEntries(logos.map((name) => [join(kernelFolder(place), name), join(root, logoFolder, name)]));
}

/**
 * @param {string} path
 * @param {string} other
 */
function sameBytes(path, other) {
  try {
    return readFileSync(path).equals(readFileSync(other));
  } catch {
    return false;
  }
}

/** @param {string} path */
function isOurs(path) {
  return readText(path)?.startsWith('"""llmlab\'s settings') === true;
}
