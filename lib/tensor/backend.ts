import { startCpu } from "./cpu.ts";
import { startTensorflow } from "./tensorflow.ts";
import { startWasm } from "./wasm.ts";

/** What computes the tensors: TensorFlow's native runtime, WebAssembly, or plain JavaScript. */
export type BackendName = "tensorflow" | "wasm" | "cpu";

/** The backend that runs. */
export interface Backend {
  name: BackendName;
  /** How many threads one operation may use. */
  threads: number;
  /** The version of TensorFlow, or of TensorFlow.js where that computes. */
  version: string;
  /** Whether TensorFlow computes on a GPU. */
  gpu: boolean;
  /** Why it is not TensorFlow, with the command that mends it; absent when nothing is wrong. */
  reason?: string;
}

const starters: Record<BackendName, () => Promise<Omit<Backend, "reason">>> = {
  tensorflow: startTensorflow,
  wasm: startWasm,
  cpu: startCpu,
};
const names: readonly BackendName[] = ["tensorflow", "wasm", "cpu"];

let running: Promise<Backend> | undefined;

/**
 * Starts the fastest backend there is: TensorFlow's native runtime, else WebAssembly, else plain JavaScript. The
 * slower ones give the same results but for rounding; falling back prints one line that says why.
 *
 * `LLMLAB_BACKEND` set to `tensorflow`, `wasm` or `cpu` forces one. Only the first call starts anything: later calls
 * return the same backend.
 *
 * @throws Error if the forced backend does not exist or does not start.
 *
 * @example
 * const backend = await startBackend();
 * backend.name // "tensorflow"
 */
export function startBackend(): Promise<Backend> {
  if (running === undefined) {
    running = start(process.env.LLMLAB_BACKEND ?? "");
    // A start that failed may be mended and tried again.
    running.catch(() => {
      running = undefined;
    });
  }
  return running;
}

async function start(forced: string): Promise<Backend> {
  if (forced !== "") {
    return startForced(forced);
  }
  const failures: string[] = [];
  for (const name of names) {
    try {
      const backend = await starters[name]();
      const [failure] = failures;
      if (failure === undefined) {
        return backend;
      }
      const reason = `${failure}; until then ${describe(name)} computes, more slowly`;
      console.log(reason);
      return { ...backend, reason };
    } catch (error) {
      failures.push(messageOf(error));
    }
  }
  throw new Error(`Cannot start any backend: ${failures.join("; ")}`);
}

async function startForced(forced: string): Promise<Backend> {
  const name = names.find((known) => known === forced);
  if (name === undefined) {
    throw new Error(
      `Cannot start the backend "${forced}": there are ${names.join(", ")}; set LLMLAB_BACKEND to one of them, or unset it`,
    );
  }
  try {
    return await starters[name]();
  } catch (error) {
    throw new Error(
      `Cannot start the backend "${name}", which LLMLAB_BACKEND asks for: ${messageOf(error)}, or unset LLMLAB_BACKEND`,
      { cause: error },
    );
  }
}

function describe(name: BackendName): string {
  return { tensorflow: "TensorFlow", wasm: "WebAssembly", cpu: "plain JavaScript" }[name];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
