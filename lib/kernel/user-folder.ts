import { homedir } from "node:os";
import { join } from "node:path";

/** The folder in which the kernel keeps its log and its history: `llmlab` in Jupyter's data folder of the user. */
export function userFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  return join(jupyterFolder(environment, platform, home), "llmlab");
}

function jupyterFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  const { JUPYTER_DATA_DIR: chosen, XDG_DATA_HOME: xdg, APPDATA: appData } = environment;
  if (chosen) {
    return chosen;
  }
  if (platform === "darwin") {
    return join(home, "Library", "Jupyter");
  }
  if (platform === "win32") {
    return join(appData ?? home, "jupyter");
  }
  return join(xdg || join(home, ".local", "share"), "jupyter");
}
