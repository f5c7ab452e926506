import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createContext, makePrivateFolder } from "../setup/context.mjs";
import { findPython } from "../setup/find-python.mjs";
import { hashText } from "../setup/hash.mjs";
import { CommandFailed } from "../setup/run-command.mjs";
import { SetupError } from "../setup/setup-error.mjs";
import { removeStamp, stampMatches, writeStamp } from "../setup/stamp.mjs";
import { environmentProgram, pythonVariables } from "../setup/virtual-environment.mjs";

/** A Python that has what ours is measured beside, and the variables to start it with. */
export interface PeerPython {
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Where the Python of a benchmark comes from. */
interface PeerPythonSource {
  readonly root: string;
  /** A Python that has the packages already. */
  readonly given: string | undefined;
  /** The name of its folder in .llmlab/bench. */
  readonly name: string;
  /** The requirements.txt with what it has to have. */
  readonly requirements: string;
  /** What it has, for messages: "PyTorch". */
  readonly packages: string;
  /** Said before it is made: how much is fetched. */
  readonly announcement?: string;
  /** What helps where it cannot be made. */
  readonly instead: string;
}

/**
 * Finds the Python of a benchmark: the one that is `given`, else that of .llmlab/bench, which is made from the
 * requirements when it is not there yet, or was made from others.
 *
 * @throws Error that says what is missing, when it cannot be made
 */
export async function findPeerPython(source: PeerPythonSource): Promise<PeerPython> {
  const { root, given, name, requirements } = source;
  const context = createContext({ root });
  const env = { ...pythonVariables(context.env), PYTHONDONTWRITEBYTECODE: "1" };
  if (given !== undefined) return { program: given, env };
  const folder = join(makePrivateFolder({ root }), "bench", name);
  const program = environmentProgram(context, "python", folder);
  const stamp = { requirements: hashText(readFileSync(requirements, "utf8")), folder };
  const stampFile = join(folder, ".llmlab-stamp.json");
  if (existsSync(program) && stampMatches(stampFile, stamp)) return { program, env };
  const log = join(makePrivateFolder({ root }), "logs", `${name}.log`);
  removeStamp(stampFile);
  rmSync(folder, { recursive: true, force: true });
  try {
    const python = await findPython(context);
    if (source.announcement !== undefined) console.error(source.announcement);
    await context.run(python, ["-m", "venv", folder], { env, log });
    const install = ["-m", "pip", "install", "--quiet", "--no-input", "--progress-bar=off", "-r", requirements];
    await context.run(program, install, { env, log });
  } catch (error) {
    throw new Error(`Cannot make the environment with ${source.packages}: ${reasonOf(error)}; ${source.instead}`);
  }
  writeStamp(stampFile, stamp);
  return { program, env };
}

function reasonOf(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  if (!(error instanceof CommandFailed)) return String(error);
  const errors = error.output.split("\n").filter((line) => line.startsWith("ERROR"));
  return errors.at(-1)?.replace(/^ERROR: /, "") ?? error.message;
}
