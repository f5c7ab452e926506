import { findProgram } from "./find-program.mjs";

/**
 * @typedef {"node" | "python" | "compiler"} Need
 * @typedef {"apt-get" | "dnf" | "pacman" | "zypper" | "apk" | "brew" | "winget"} PackageManager
 */

/** @type {Record<PackageManager, Record<Need, string>>} */
const commands = {
  "apt-get": {
    node: "install Node 22 from nodejs.org or with a version manager: nvm install 22",
    python: "sudo apt-get install python3 python3-venv",
    compiler: "sudo apt-get install g++",
  },
  dnf: {
    node: "sudo dnf install nodejs22",
    python: "sudo dnf install python3",
    compiler: "sudo dnf install gcc-c++",
  },
  pacman: { node: "sudo pacman -S nodejs npm", python: "sudo pacman -S python", compiler: "sudo pacman -S gcc" },
  zypper: {
    node: "sudo zypper install nodejs22",
    python: "sudo zypper install python312",
    compiler: "sudo zypper install gcc-c++",
  },
  apk: { node: "sudo apk add nodejs npm", python: "sudo apk add python3", compiler: "sudo apk add g++" },
  brew: { node: "brew install node@22", python: "brew install python@3.12", compiler: "xcode-select --install" },
  winget: {
    node: "winget install OpenJS.NodeJS.LTS",
    python: "winget install Python.Python.3.12",
    compiler: "wsl --install (TensorFlow's native runtime needs Linux: run the course inside WSL)",
  },
};

/** @type {readonly PackageManager[]} */
const linuxManagers = ["apt-get", "dnf", "pacman", "zypper", "apk"];

/**
 * Gives the command that installs what the course needs from the system.
 *
 * @param {Need} need
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform }} machine
 */
export function installCommand(need, machine) {
  return commands[packageManager(machine)][need];
}

/**
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform }} machine
 * @returns {PackageManager}
 */
function packageManager(machine) {
  if (machine.platform === "darwin") return "brew";
  if (machine.platform === "win32") return "winget";
  return linuxManagers.find((manager) => findProgram(manager, machine) !== undefined) ?? "apt-get";
}
