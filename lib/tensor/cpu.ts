import * as tf from "@tensorflow/tfjs";

/** Starts the backend in plain JavaScript, which is always there. */
export async function startCpu() {
  await tf.setBackend("cpu");
  // It would greet the first tensor with advice to install tfjs-node: our own line says what to do.
  Object.assign(tf.backend(), { firstUse: false });
  return { name: "cpu" as const, threads: 1, version: tf.version.tfjs, gpu: false };
}
