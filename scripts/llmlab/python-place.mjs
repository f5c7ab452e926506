import { spawnSync } from "node:child_process";
import { findProgram } from "../setup/find-program.mjs";
import { prefixPlace } from "./kernel-place.mjs";

const question =
  "import json, sys, sysconfig; print(json.dumps([sys.prefix, sysconfig.get_path('purelib')], ensure_ascii=True))";

/**
 * Names the place inside the Python environment that is active: the one of the first Python on the PATH.
 *
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform }} machine
 * @returns {import("./kernel-place.mjs").KernelPlace}
 * @throws Error where there is no Python, or it does not run
 */
export function pythonPlace({ env, platform }) {
  const python = ["python3", "python"].map((name) => findProgram(name, { env, platform })).find(Boolean);
  if (python === undefined) {
    throw new Error(
      "Cannot find the environment for --sys-prefix: there is no Python on the PATH; activate it, or use --prefix DIR",
    );
  }
  const { status, stdout } = spawnSync(python, ["-c", question], { env, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`Cannot find the environment for --sys-prefix: ${python} does not run; use --prefix DIR`);
  }
  const [prefix, packages] = JSON.parse(stdout);
  return prefixPlace(String(prefix), platform, String(packages));
}
