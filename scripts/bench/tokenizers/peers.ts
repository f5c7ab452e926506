import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createContext, makePrivateFolder } from "../../setup/context.mjs";
import { findPython } from "../../setup/find-python.mjs";
import { hashText } from "../../setup/hash.mjs";
import { removeStamp, stampMatches, writeStamp } from "../../setup/stamp.mjs";
import { environmentProgram, pythonVariables } from "../../setup/virtual-environment.mjs";

/** What ours is measured beside, from npm. */
export const npmPeers = { "gpt-tokenizer": "4.0.0", "@huggingface/tokenizers": "0.2.0" } as const;

/**
 * Installs the packages from npm into .llmlab/bench, unless they are there; returns their folder.
 *
 * @throws Error when npm cannot fetch them
 */
export async function installNpmPeers(root: string): Promise<string> {
  const wanted = Object.entries(npmPeers).map(([name, version]) => `${name}@${version}`);
  const folder = join(makePrivateFolder({ root }), "bench", `tokenizers-${hashText(wanted.join()).slice(0, 8)}`);
  if (Object.keys(npmPeers).every((name) => existsSync(join(folder, "node_modules", name)))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const args = ["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", ...wanted];
  try {
    await promisify(execFile)("npm", args, { cwd: folder, shell: process.platform === "win32" });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n").slice(1, 3).join(" ").trim() : String(error);
    throw new Error(`Cannot fetch ${wanted.join(" and ")} with npm: ${reason}; it needs a network, once`);
  }
  return folder;
}

/** A Python that has the peers, and the variables to start it with. */
export interface PeerPython {
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds the Python that has the peers: the one that is `given`, else that of .llmlab/bench/tokenizers-python, which is
 * made from requirements.txt.
 *
 * @throws Error when it cannot be made
 */
export async function findPeerPython(root: string, given?: string): Promise<PeerPython> {
  const context = createContext({ root });
  const env = { ...pythonVariables(context.env), PYTHONDONTWRITEBYTECODE: "1" };
  if (given !== undefined) return { program: given, env };
  const folder = join(makePrivateFolder({ root }), "bench", "tokenizers-python");
  const program = environmentProgram(context, "python", folder);
  const requirements = join(import.meta.dirname, "requirements.txt");
  const stamp = { requirements: hashText(readFileSync(requirements, "utf8")), folder };
  const stampFile = join(folder, ".llmlab-stamp.json");
  if (existsSync(program) && stampMatches(stampFile, stamp)) return { program, env };
  const log = join(makePrivateFolder({ root }), "logs", "tokenizers-python.log");
  removeStamp(stampFile);
  rmSync(folder, { recursive: true, force: true });
  try {
    await context.run(await findPython(context), ["-m", "venv", folder], { env, log });
    const install = ["-m", "pip", "install", "--quiet", "--no-input", "--progress-bar=off", "-r", requirements];
    await context.run(program, install, { env, log });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Cannot make the environment with tokenizers and tiktoken: ${reason}; it needs a network, once, or --python PROGRAM`,
    );
  }
  writeStamp(stampFile, stamp);
  return { program, env };
}
