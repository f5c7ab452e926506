import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as tf from "@tensorflow/tfjs";

/** Starts the WebAssembly backend on the files that its package brings along. */
export async function startWasm() {
  const require = createRequire(import.meta.url);
  const wasm: typeof import("@tensorflow/tfjs-backend-wasm") = require("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")), "/"));
  const exceptionListeners = process.listeners("uncaughtException");
  const rejectionListeners = process.listeners("unhandledRejection");
  if (!(await tf.setBackend("wasm"))) {
    throw new Error("The WebAssembly backend does not start; `npm run setup` repairs the packages");
  }
  // The compiled module adds listeners of its own, which would end the process, a kernel with all its variables, on
  // the first promise that is rejected unseen.
  for (const listener of process.listeners("uncaughtException")) {
    if (!exceptionListeners.includes(listener)) {
      process.removeListener("uncaughtException", listener);
    }
  }
  for (const listener of process.listeners("unhandledRejection")) {
    if (!rejectionListeners.includes(listener)) {
      process.removeListener("unhandledRejection", listener);
    }
  }
  const threaded = await tf.env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT");
  return {
    name: "wasm" as const,
    threads: threaded === true ? wasm.getThreadsCount() : 1,
    version: tf.version.tfjs,
    gpu: false,
  };
}
