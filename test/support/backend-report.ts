import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Runs a script of the tests in a process with this backend. It has to end well, without a word on stderr.
 *
 * @param script its path in the repository; it prints its report as JSON, in the form that the caller names
 */
export function reportOn<Report>(backend: string, script: string): Report {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import=tsx", script], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, LLMLAB_BACKEND: backend },
  });
  expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
  return JSON.parse(stdout);
}
