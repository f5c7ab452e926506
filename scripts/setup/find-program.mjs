import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/**
 * Looks a program up on the PATH, without starting anything.
 *
 * @param {string} name a bare name, or an absolute path
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform }} machine
 * @returns {string | undefined} its full path
 */
export function findProgram(name, { env, platform }) {
  const folders = isAbsolute(name) ? [""] : (env.PATH ?? env.Path ?? "").split(delimiter).filter((part) => part !== "");
  const endings = platform === "win32" ? [".exe", ".cmd", ".bat", ""] : [""];
  for (const folder of folders) {
    for (const ending of endings) {
      const path = join(folder, name + ending);
      if (isExecutable(path)) return path;
    }
  }
  return undefined;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
