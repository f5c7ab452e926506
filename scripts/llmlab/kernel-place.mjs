import { existsSync, readdirSync } from "node:fs";
import { posix, win32 } from "node:path";

/**
 * Where the parts of the kernel go. Without `packages` or `config` those parts are left out.
 *
 * @typedef {object} KernelPlace
 * @property {string} kernels the folder of kernelspecs
 * @property {string} [packages] where Python looks for packages: takes the module for papermill
 * @property {string} [config] where Jupyter looks for settings: takes those for nbgrader
 */

/**
 * Names the place of the user's own kernels, as `jupyter --data-dir` does. Python and settings are left alone there:
 * which Python the user starts Jupyter with cannot be known, and the settings are the user's.
 *
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string }} machine
 * @returns {KernelPlace}
 */
export function userPlace({ env, platform, home }) {
  const { join } = platform === "win32" ? win32 : posix;
  const data = () => {
    if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
    if (platform === "darwin") return join(home, "Library", "Jupyter");
    if (platform === "win32") return join(env.APPDATA ?? join(home, "AppData", "Roaming"), "jupyter");
    return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
  };
  return { kernels: join(data(), "kernels") };
}

/**
 * Names the place inside a Python environment, or any folder that is laid out like one.
 *
 * @param {string} prefix the environment's folder, Python's `sys.prefix`
 * @param {NodeJS.Platform} platform
 * @param {string} [packages] its folder of packages, where that is known; else it is looked for
 * @returns {KernelPlace}
 */
export function prefixPlace(prefix, platform, packages = packagesFolder(prefix, platform)) {
  const { join } = platform === "win32" ? win32 : posix;
  return {
    kernels: join(prefix, "share", "jupyter", "kernels"),
    config: join(prefix, "etc", "jupyter"),
    ...(packages === undefined ? {} : { packages }),
  };
}

/**
 * Finds the folder of packages in a Python environment; `undefined` where there is none.
 *
 * @param {string} prefix
 * @param {NodeJS.Platform} platform
 */
export function packagesFolder(prefix, platform) {
  const folders =
    platform === "win32"
      ? [win32.join(prefix, "Lib", "site-packages")]
      : versionFolders(posix.join(prefix, "lib")).map((folder) => posix.join(folder, "site-packages"));
  return folders.find((folder) => existsSync(folder));
}

/** @param {string} library */
function versionFolders(library) {
  if (!existsSync(library)) return [];
  const names = readdirSync(library).filter((name) => /^python3\.\d+$/.test(name));
  return names.map((name) => posix.join(library, name));
}
