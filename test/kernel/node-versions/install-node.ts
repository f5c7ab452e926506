import { execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makePrivateFolder, repositoryRoot } from "../../../scripts/setup/context.mjs";

/** The versions that a kernel has to run on: the oldest that we allow, and the later lines that are kept up. */
export const nodeVersions = ["20.19.0", "22.23.3", "24.21.0"] as const;

/**
 * Installs a version of Node from npm into .llmlab/node-versions, unless it is there, and names its program.
 *
 * npm's package `node` fetches these packages with a script; they are asked for by their own names, so that none runs.
 *
 * @throws Error when npm cannot fetch it, or has no build for this machine
 */
export async function installNode(version: string): Promise<string> {
  const folder = join(makePrivateFolder({ root: repositoryRoot }), "node-versions", version);
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const program = join(folder, "node_modules", name, "bin", platform === "win" ? "node.exe" : "node");
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const args = ["install", "--ignore-scripts", "--no-save", `${name}@${version}`];
  try {
    await promisify(execFile)("npm", args, { cwd: folder, shell: platform === "win" });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n").slice(1, 3).join(" ").trim() : String(error);
    throw new Error(`Cannot fetch ${name}@${version} with npm: ${reason}`);
  }
  if (!existsSync(program)) throw new Error(`Cannot run Node ${version}: ${name} has no program at ${program}`);
  return program;
}
