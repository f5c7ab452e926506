import { existsSync } from "node:fs";
import { join } from "node:path";
import { openSafetensors, type SafetensorsFile } from "../safetensors/index.ts";
import { isObject, type PublishedConfig, readConfig, readObject } from "./config.ts";

/** A published model on the disk. */
export interface PublishedFolder {
  readonly path: string;
  readonly config: PublishedConfig;
  /** By the name of each tensor, the file that has it. */
  readonly files: ReadonlyMap<string, SafetensorsFile>;
}

/** What a model that is cut into several files has beside them: which tensor is in which. */
const indexName = "model.safetensors.index.json";

/**
 * Opens a folder with config.json and model.safetensors, or several files and their index, as models are published.
 * The headers are read and checked, the weights not yet.
 *
 * @throws Error that names the file which is missing or wrong.
 */
export function openFolder(path: string): PublishedFolder {
  const config = readConfig(join(path, "config.json"));
  const single = join(path, "model.safetensors");
  const index = join(path, indexName);
  if (existsSync(single) || !existsSync(index)) {
    const file = openSafetensors(single);
    return { path, config, files: new Map([...file.tensors.keys()].map((name) => [name, file])) };
  }
  return { path, config, files: openParts(path, index) };
}

function openParts(path: string, index: string): Map<string, SafetensorsFile> {
  const { weight_map: places } = readObject(index);
  if (!isObject(places)) {
    throw new Error(`Cannot read "${index}": it should say under "weight_map" which file each tensor is in`);
  }
  const parts = new Map<string, SafetensorsFile>();
  const files = new Map<string, SafetensorsFile>();
  for (const [name, place] of Object.entries(places)) {
    // A file beside the index, and nothing else on this machine.
    if (typeof place !== "string" || !/^\w[\w.-]*\.safetensors$/.test(place)) {
      throw new Error(
        `Cannot read "${index}": the file of "${name}" is ${JSON.stringify(place)}; it should be the name of a safetensors file in the same folder`,
      );
    }
    const file = parts.get(place) ?? openSafetensors(join(path, place));
    parts.set(place, file);
    if (!file.tensors.has(name)) {
      throw new Error(`Cannot read "${index}": "${name}" is not in ${place}, as it says; fetch both again`);
    }
    files.set(name, file);
  }
  return files;
}
