import { open, writeFile } from "node:fs/promises";
import type { tf } from "../../../../lib/tensor/index.ts";

/** Writes weights for torch/weights.py: raw float32 into PATH.bin, their names and shapes into PATH.json. */
export async function writeWeights(parameters: ReadonlyMap<string, tf.Variable>, path: string): Promise<void> {
  const file = await open(`${path}.bin`, "w");
  try {
    for (const variable of parameters.values()) {
      await file.write(new Uint8Array(Float32Array.from(variable.dataSync()).buffer));
    }
  } finally {
    await file.close();
  }
  await writeFile(`${path}.json`, JSON.stringify([...parameters].map(([name, { shape }]) => [name, shape])));
}
