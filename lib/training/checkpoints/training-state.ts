import { loadParameters, openSafetensors, saveParameters } from "../../models/safetensors/index.ts";
import type { tf } from "../../tensor/index.ts";
import type { Optimizer } from "../optimizers/index.ts";
import type { Config } from "./config.ts";
import { checkSame, parseConfig } from "./config.ts";

/** All that decides how a training goes on, apart from the code: what a resumed one needs. */
export interface TrainingState {
  /** How many steps have been taken. */
  step: number;
  /** The lowest validation loss so far; absent before the first validation. */
  best?: number;
  /** How many validations have passed since. */
  sinceBest: number;
}

/** What a saved state belongs to. */
interface Owner {
  parameters: ReadonlyMap<string, tf.Variable>;
  optimizer: Optimizer;
  /** What must be the same when the training is taken up: the model's configuration. */
  config: Config;
  /** And how it is trained: the seed, the batches a step. */
  settings: Config;
}

/**
 * Saves a training as it stands: parameters, what the optimiser remembers, the step. Random numbers need no place:
 * those of a step follow from the seed and its number.
 */
export function saveTrainingState(path: string, owner: Owner, { step, best, sinceBest }: TrainingState): void {
  saveParameters(path, variablesOf(owner), {
    step: String(step),
    ...(best !== undefined && { best: String(best) }),
    sinceBest: String(sinceBest),
    config: JSON.stringify(owner.config),
    settings: JSON.stringify(owner.settings),
    order: JSON.stringify(Object.fromEntries([...owner.parameters.keys()].entries())),
  });
}

/**
 * Puts a training back where `saveTrainingState` saved it. A file that does not fit changes nothing.
 *
 * @throws Error that names what differs: a setting, a parameter, or what the optimiser remembers.
 */
export function loadTrainingState(path: string, owner: Owner): TrainingState {
  const { metadata } = openSafetensors(path);
  const { step, best, sinceBest, config, settings, order } = metadata;
  if (step === undefined) {
    throw new Error(
      `Cannot take up "${path}": it holds weights, but not the state of a training; load them with loadWeights`,
    );
  }
  checkSame(path, "config", owner.config, parseConfig(path, "config", config));
  checkSame(path, "training", owner.settings, parseConfig(path, "settings", settings));
  // The optimiser remembers its means in the order of the parameters.
  const names = Object.fromEntries([...owner.parameters.keys()].entries());
  checkSame(path, "order of parameters", names, parseConfig(path, "order", order));
  loadParameters(path, variablesOf(owner));
  return { step: Number(step), ...(best !== undefined && { best: Number(best) }), sinceBest: Number(sinceBest) };
}

function variablesOf({ parameters, optimizer }: Owner): Map<string, tf.Variable> {
  const state = [...optimizer.state].map(([name, variable]): [string, tf.Variable] => [`optimizer.${name}`, variable]);
  return new Map([...parameters, ...state]);
}
