import { existsSync } from "node:fs";
import { findProgram } from "./find-program.mjs";

const names = ["c++", "g++", "clang++"];

// macOS has /usr/bin/c++ from the start, which only offers to install the compiler; these appear with it.
const macTools = [
  "/Library/Developer/CommandLineTools/usr/bin/clang++",
  "/Applications/Xcode.app",
  "/var/db/xcode_select_link",
];

/**
 * Finds the C++ compiler: the one that CXX names (with its arguments, such as "ccache g++"), else the system's.
 *
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform }} machine
 * @param {(path: string) => boolean} [exists]
 * @returns {readonly [string, ...string[]] | undefined} the program and its first arguments
 */
export function findCompiler(machine, exists = existsSync) {
  const [wanted, ...args] = (machine.env.CXX ?? "").split(" ").filter((part) => part !== "");
  if (wanted !== undefined) {
    const path = findProgram(wanted, machine);
    return path === undefined ? undefined : [path, ...args];
  }
  if (machine.platform === "darwin" && !macTools.some(exists)) return undefined;
  for (const name of names) {
    const path = findProgram(name, machine);
    if (path !== undefined) return [path];
  }
  return undefined;
}
