import { loadParameters, saveParameters } from "../../models/safetensors/index.ts";
import type { tf } from "../../tensor/index.ts";
import type { Config } from "./config.ts";
import { checkSame, readConfig } from "./config.ts";

/** What is noted beside the weights. */
export interface WeightsNotes {
  /** The model's configuration: `createGpt(config, ...)` makes a model that the weights fit. */
  config?: Config;
  /** How many steps they were trained for. */
  step?: number;
}

/**
 * Saves the weights of a model alone, to share or to use it: a safetensors file with the configuration and the number
 * of steps in its metadata. An older file of the same name stays until the new one is whole.
 *
 * @param path the file, usually `*.safetensors`.
 * @param parameters from `namedParameters(model)`.
 * @throws Error if the file cannot be written.
 *
 * @example
 * saveWeights("gpt.safetensors", namedParameters(gpt), { config: gpt.config, step: 2000 });
 */
export function saveWeights(
  path: string,
  parameters: ReadonlyMap<string, tf.Variable>,
  { config, step }: WeightsNotes = {},
): void {
  saveParameters(path, parameters, {
    ...(config && { config: JSON.stringify(config) }),
    ...(step !== undefined && { step: String(step) }),
  });
}

/**
 * Loads weights that `saveWeights` saved. A file that does not fit leaves the model as it was.
 *
 * @param parameters from `namedParameters(model)`; the variables get the file's numbers.
 * @param options `config`: the model's configuration, which must then be the file's.
 * @returns what is noted in the file.
 * @throws Error that names what differs: a parameter, a shape, or a setting of the configuration.
 *
 * @example
 * const { step } = loadWeights("gpt.safetensors", namedParameters(gpt), { config: gpt.config });
 */
export function loadWeights(
  path: string,
  parameters: ReadonlyMap<string, tf.Variable>,
  { config }: { config?: Config } = {},
): WeightsNotes {
  const notes = readConfig(path);
  if (config !== undefined) {
    checkSame(path, "config", config, notes.config);
  }
  loadParameters(path, parameters);
  return notes;
}
