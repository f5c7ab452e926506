import { join } from "node:path";

/**
 * Names the folder of the Python environment.
 *
 * @param {{ root: string }} context
 */
export function environmentFolder({ root }) {
  return join(root, ".venv");
}

/**
 * Names the folder of the environment that only tests use.
 *
 * @param {{ root: string }} context
 */
export function testFolder({ root }) {
  return join(root, ".venv-test");
}

/**
 * Names a program inside the environment, such as `python` or `jupyter`.
 *
 * @param {{ root: string, platform: NodeJS.Platform }} context
 * @param {string} name
 * @param {string} [folder] another environment's folder
 */
export function environmentProgram({ root, platform }, name, folder = environmentFolder({ root })) {
  return platform === "win32" ? join(folder, "Scripts", `${name}.exe`) : join(folder, "bin", name);
}

/**
 * Prepares the variables for Python: settings of the user's that would reach into the environment are left out.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function pythonVariables(env) {
  const { PYTHONHOME: _home, PYTHONPATH: _path, PIP_TARGET: _target, PIP_PREFIX: _prefix, ...rest } = env;
  // A user's configuration may ask pip for user installs, which a virtual environment refuses.
  return { ...rest, PIP_USER: "0", PIP_DISABLE_PIP_VERSION_CHECK: "1", PYTHONNOUSERSITE: "1" };
}
