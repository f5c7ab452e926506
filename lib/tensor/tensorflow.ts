import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import * as tf from "@tensorflow/tfjs";
import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js";
import { findXlaCacheFolder, trimXlaCache } from "./xla-cache.ts";

/** What TensorFlow reads from the environment when it loads. What the user has set stays. */
const environment: Readonly<Record<string, string>> = {
  // Nothing: notes on the processor's features would reach the screen, and what XLA finds strange about its own cache
  // is an error to the log. Real errors are thrown.
  TF_CPP_MIN_LOG_LEVEL: "3",
  // Without oneDNN an interrupt (SIGINT) in the middle of a product spoils TensorFlow's memory and ends the process.
  // With it TensorFlow announces it, on the terminal and never in a cell, in two lines that no log level stops.
  TF_ENABLE_ONEDNN_OPTS: "1",
  // Take GPU memory as it is needed: the default takes all of it, and a class may share one GPU.
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
};

/**
 * Starts TensorFlow's native runtime through tfjs-node, which registers itself and becomes the current backend.
 *
 * @throws Error, whose message ends in the command that mends it, if the binding is not built or does not load.
 */
export async function startTensorflow() {
  for (const [name, value] of Object.entries(environment)) {
    process.env[name] ??= value;
  }
  const threads = fixThreads();
  keepXlaCode();
  const require = createRequire(import.meta.url);
  restoreUtilFunctions(require("node:util"));
  try {
    require("@tensorflow/tfjs-node");
  } catch (error) {
    throw new Error(`${faultOf(error)}; \`npm run setup\` builds it`, { cause: error });
  }
  await tf.ready();
  const backend = tf.backend();
  if (!isNative(backend)) {
    throw new Error("TensorFlow's native binding did not become the backend; `npm run setup` builds it");
  }
  return {
    name: "tensorflow" as const,
    threads,
    version: backend.binding.TF_Version,
    gpu: backend.isUsingGpuDevice,
  };
}

/** Lets XLA keep what it compiles for the next run: compiling a transformer's step takes it seconds. */
function keepXlaCode(): void {
  const folder = findXlaCacheFolder();
  if (folder !== undefined && process.env.TF_XLA_FLAGS === undefined) {
    trimXlaCache(folder);
    process.env.TF_XLA_FLAGS = `--tf_xla_persistent_cache_directory="${folder}"`;
  }
}

/** Tells TensorFlow how many threads one operation may use, so that the number we report is the one it takes. */
function fixThreads(): number {
  const asked = Number(process.env.TF_NUM_INTRAOP_THREADS);
  const threads = Number.isInteger(asked) && asked > 0 ? asked : availableParallelism();
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  return threads;
}

/**
 * Puts back two functions that tfjs-node calls: Node 22 warns of them, Node 23 and later have dropped them.
 */
function restoreUtilFunctions(util: object): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}

/** Says what is wrong with the binding. tfjs-node itself would send the reader to commands that do not work here. */
function faultOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes("addon module") || message.includes("Cannot find module")) {
    return "TensorFlow's native binding is not built";
  }
  return `TensorFlow's native binding does not load (${message.split("\n")[0]?.trim()})`;
}

function isNative(backend: object): backend is NodeJSKernelBackend {
  return "binding" in backend && "isUsingGpuDevice" in backend;
}
