import { existsSync } from "node:fs";
import { join } from "node:path";
import type { tf } from "../../tensor/index.ts";
import type { Optimizer, Parameters } from "../optimizers/index.ts";
import type { Config } from "./config.ts";
import type { TrainingState } from "./training-state.ts";
import { loadTrainingState, saveTrainingState } from "./training-state.ts";
import { saveWeights } from "./weights.ts";

/** Where a training is saved. */
export interface CheckpointOptions {
  /**
   * The folder. `training.safetensors` holds all that it takes to go on; `last.safetensors` and, with validation,
   * `best.safetensors` hold the weights alone.
   */
  folder: string;
  /** After how many steps to save; also after the last, and after an interrupt. Default: only then. */
  every?: number;
  /** The model's configuration, which is noted in the files and must be the same when a training is taken up. */
  config?: Config;
  /** Whether to go on from what is in the folder, if anything is. Default: false, which starts anew. */
  resume?: boolean;
}

/** The saved forms of one training. */
export interface Checkpoints {
  /** Puts the training back to where it was saved, if it was and is to be taken up. */
  resume(): TrainingState | undefined;
  /** Saves the training as it stands, unless that has been done at this step. */
  save(state: TrainingState): void;
  /** Whether the training is to be saved after so many steps. */
  due(step: number): boolean;
  /** Saves the weights as the best so far. */
  saveBest(step: number): void;
}

/**
 * Opens the folder of a training.
 *
 * @throws Error if the parameters have no names, RangeError if `every` makes no sense.
 */
export function openCheckpoints(
  { folder, every = Number.POSITIVE_INFINITY, config = {}, resume = false }: CheckpointOptions,
  { parameters, optimizer, settings }: { parameters: Parameters; optimizer: Optimizer; settings: Config },
): Checkpoints {
  if (!(every >= 1 && (Number.isInteger(every) || every === Number.POSITIVE_INFINITY))) {
    throw new RangeError(`Cannot save a checkpoint every ${every} steps: it takes a whole number from 1 up`);
  }
  const owner = { parameters: namesRequired(parameters), optimizer, config, settings };
  const file = (name: string) => join(folder, `${name}.safetensors`);
  let saved: number | undefined;
  return {
    resume() {
      if (!resume || !existsSync(file("training"))) {
        return undefined;
      }
      const state = loadTrainingState(file("training"), owner);
      saved = state.step;
      return state;
    },
    save(state) {
      if (saved !== state.step) {
        saveTrainingState(file("training"), owner, state);
        saveWeights(file("last"), owner.parameters, { config, step: state.step });
        saved = state.step;
      }
    },
    due: (step) => step % every === 0,
    saveBest: (step) => saveWeights(file("best"), owner.parameters, { config, step }),
  };
}

function namesRequired(parameters: Parameters): ReadonlyMap<string, tf.Variable> {
  if (!(parameters instanceof Map)) {
    throw new Error("Cannot save parameters without names: pass parameters: namedParameters(model)");
  }
  return parameters;
}
