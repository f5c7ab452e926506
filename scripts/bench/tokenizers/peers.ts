import { execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makePrivateFolder } from "../../setup/context.mjs";
import { hashText } from "../../setup/hash.mjs";
import { findPeerPython, type PeerPython } from "../peer-python.ts";

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

/**
 * Finds the Python that has the peers: the one that is `given`, else one of our own in .llmlab/bench/tokenizers-python.
 *
 * @throws Error when it cannot be made
 */
export function findTokenizersPython(root: string, given?: string): Promise<PeerPython> {
  return findPeerPython({
    root,
    given,
    name: "tokenizers-python",
    requirements: join(import.meta.dirname, "requirements.txt"),
    packages: "tokenizers, tiktoken and sentencepiece",
    instead: "it needs a network, once, or --python PROGRAM",
  });
}
