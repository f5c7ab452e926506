import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createContext, makePrivateFolder } from "../../setup/context.mjs";
import { findPython } from "../../setup/find-python.mjs";
import { hashText } from "../../setup/hash.mjs";
import { CommandFailed } from "../../setup/run-command.mjs";
import { SetupError } from "../../setup/setup-error.mjs";
import { removeStamp, stampMatches, writeStamp } from "../../setup/stamp.mjs";
import { environmentProgram, pythonVariables } from "../../setup/virtual-environment.mjs";

/** A Python that has PyTorch, and the variables to start it with. */
export interface TorchPython {
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds the Python that has PyTorch: the one that is `given`, else that of .llmlab/bench/torch, which is made from
 * requirements.txt when it is not there yet, or is from another one.
 *
 * @throws Error that says what is missing, when it cannot be made
 */
export async function findTorch(root: string, given?: string): Promise<TorchPython> {
  const context = createContext({ root });
  const env = pythonVariables(context.env);
  if (given !== undefined) return { program: given, env };
  const folder = join(makePrivateFolder({ root }), "bench", "torch");
  const program = environmentProgram(context, "python", folder);
  const requirements = join(import.meta.dirname, "requirements.txt");
  const stamp = { requirements: hashText(readFileSync(requirements, "utf8")), folder };
  const stampFile = join(folder, ".llmlab-stamp.json");
  if (existsSync(program) && stampMatches(stampFile, stamp)) return { program, env };
  const log = join(makePrivateFolder({ root }), "logs", "torch.log");
  removeStamp(stampFile);
  rmSync(folder, { recursive: true, force: true });
  try {
    const python = await findPython(context);
    console.error(
      "making .llmlab/bench/torch with PyTorch: a download of 200 MB, of some GB where pip chooses the GPU's",
    );
    await context.run(python, ["-m", "venv", folder], { env, log });
    const install = ["-m", "pip", "install", "--quiet", "--no-input", "--progress-bar=off", "-r", requirements];
    await context.run(program, install, { env, log });
  } catch (error) {
    throw new Error(`Cannot make the environment with PyTorch: ${reasonOf(error)}; ${instead}`);
  }
  writeStamp(stampFile, stamp);
  return { program, env };
}

const instead =
  "it needs a network, once, or --python PROGRAM names a Python that has torch and numpy as scripts/bench/train/requirements.txt says";

function reasonOf(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  if (!(error instanceof CommandFailed)) return String(error);
  const errors = error.output.split("\n").filter((line) => line.startsWith("ERROR"));
  return errors.at(-1)?.replace(/^ERROR: /, "") ?? error.message;
}
