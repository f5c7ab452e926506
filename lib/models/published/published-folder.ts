import { statSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../tensor/user-cache.ts";
import { isSourceName, type Source, type SourceName, sizeOfSource, sources } from "./sources.ts";

/**
 * Finds the folder of a published model that `npm run fetch` has brought to this machine. Where it has not, a sentence
 * says how to get it, and the caller goes on without.
 *
 * @param name `"gpt2"`, `"bert-base-uncased"` or `"t5-small"`.
 * @returns the folder, with config.json, tokenizer.json and model.safetensors; `undefined` when it is not there.
 * @throws RangeError if there is no such model.
 *
 * @example
 * const folder = publishedFolder("gpt2");
 * if (folder !== undefined) {
 *   const gpt2 = loadGpt2(folder);
 * }
 */
export function publishedFolder(name: SourceName): string | undefined {
  if (!isSourceName(name)) {
    throw new RangeError(`Cannot find a published model "${name}": there are ${Object.keys(sources).join(", ")}`);
  }
  const folder = folderOf(name);
  if (isWhole(folder, sources[name])) {
    return folder;
  }
  const megabytes = Math.round(sizeOfSource(sources[name]) / 1e6);
  console.log(
    `${name} is not on this machine, so what needs it is left out here: \`npm run fetch -- ${name}\` in a terminal brings it (${megabytes} MB).`,
  );
  return undefined;
}

/** Names the folder that a published model lies in once it is fetched, inside the user's cache. */
export function folderOf(name: string): string {
  return join(cacheFolder(process), "models", name);
}

/** A file gets its name only when all of it is there. */
function isWhole(folder: string, { files }: Source): boolean {
  return files.every(({ name, bytes }) => statSync(join(folder, name), { throwIfNoEntry: false })?.size === bytes);
}
