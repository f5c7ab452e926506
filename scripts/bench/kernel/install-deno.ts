import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makePrivateFolder } from "../../setup/context.mjs";

/** The Deno that is measured. Its binary comes from npm, and is no dependency of the course. */
export const DENO_VERSION = "2.9.6";

/**
 * Installs Deno into .llmlab/bench, unless it is there, and names its program.
 *
 * @throws Error when npm cannot fetch it, or has no build for this machine
 */
export async function installDeno(root: string): Promise<string> {
  const folder = join(makePrivateFolder({ root }), "bench", `deno-${DENO_VERSION}`);
  const present = programIn(folder);
  if (present !== undefined) return present;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const args = ["install", "--ignore-scripts", "--no-save", `deno@${DENO_VERSION}`];
  try {
    await promisify(execFile)("npm", args, { cwd: folder, shell: process.platform === "win32" });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n").slice(1, 3).join(" ").trim() : String(error);
    throw new Error(`Cannot fetch deno@${DENO_VERSION} with npm: ${reason}; it needs a network, once`);
  }
  const program = programIn(folder);
  if (program === undefined) throw new Error(`Cannot find a build of deno@${DENO_VERSION} for this machine`);
  return program;
}

/** npm installs only the build that fits this machine, beside a package that would copy it. */
function programIn(folder: string): string | undefined {
  const builds = join(folder, "node_modules", "@deno");
  if (!existsSync(builds)) return undefined;
  const name = process.platform === "win32" ? "deno.exe" : "deno";
  return readdirSync(builds)
    .map((build) => join(builds, build, name))
    .find((path) => existsSync(path));
}
