import { namedParameters } from "../../nn/index.ts";
import { createRandom, type Random } from "../../random/index.ts";
import { tf } from "../../tensor/index.ts";
import { shapeText } from "../../tensor/shape.ts";
import { readTensor } from "../safetensors/index.ts";
import type { PublishedFolder } from "./folder.ts";
import { changedShape, type Rule } from "./rules.ts";

/** How the weights of a folder become those of a model. */
export interface Filling {
  rules: readonly Rule[];
  /** What names may begin with: it depends on the class that the model was saved from. */
  prefix: string;
  /** The published tensors that the model does without. */
  unneeded: RegExp;
}

/** A parameter of ours, and the published tensor that it becomes. */
interface Match {
  variable: tf.Variable;
  name: string;
  change: Rule["change"];
}

/** Draws nothing but zeros, for weights that are replaced at once: real draws would take longer than reading does. */
export const blank: Random = { ...createRandom(0), normal: () => 0, stream: () => blank };

/**
 * Puts published weights into a new model. All names and shapes are checked before the first is read.
 *
 * @throws Error that lists what is missing, unexpected, or of another shape; the model is disposed of.
 */
export function fill<Model extends object>(folder: PublishedFolder, model: Model, filling: Filling): Model {
  try {
    for (const { variable, name, change } of matchAll(folder, namedParameters(model), filling)) {
      assignFrom(folder, name, change, variable);
    }
    return model;
  } catch (error) {
    tf.dispose([...namedParameters(model).values()]);
    throw error;
  }
}

function matchAll(
  { path, files }: PublishedFolder,
  named: ReadonlyMap<string, tf.Variable>,
  { rules, prefix, unneeded }: Filling,
): Match[] {
  const faults: string[] = [];
  const matches: Match[] = [];
  const ruleFor = new Map(rules.map((rule) => [rule.to, rule]));
  for (const [to, variable] of named) {
    const rule = ruleFor.get(to);
    if (rule === undefined) {
      throw new Error(`Cannot fill ${to}: no published tensor is known for it`);
    }
    const name = rule.from.flatMap((from) => [from, prefix + from]).find((candidate) => files.has(candidate));
    const shape = files.get(name ?? "")?.tensors.get(name ?? "")?.shape;
    if (name === undefined || shape === undefined) {
      faults.push(`"${rule.from[0]}" is missing`);
    } else if (shapeText(changedShape(shape, rule.change)) !== shapeText(variable.shape)) {
      faults.push(`"${name}" of ${shapeText(shape)} does not become ${to} of ${shapeText(variable.shape)}`);
    } else {
      matches.push({ variable, name, change: rule.change });
    }
  }
  const used = new Set(matches.map(({ name }) => name));
  for (const name of files.keys()) {
    if (!used.has(name) && !unneeded.test(name)) {
      faults.push(`"${name}" is unexpected`);
    }
  }
  if (faults.length > 0) {
    const more = faults.length > 10 ? ` and ${faults.length - 10} more` : "";
    throw new Error(
      `Cannot load the weights in "${path}": ${faults.slice(0, 10).join(", ")}${more}; its config.json and its weights must be of one model of this kind, with all its parts`,
    );
  }
  return matches;
}

function assignFrom({ files }: PublishedFolder, name: string, change: Rule["change"], variable: tf.Variable): void {
  tf.tidy(() => {
    const file = files.get(name);
    if (file !== undefined) {
      variable.assign(changed(readTensor(file, name), change));
    }
  });
}

function changed(tensor: tf.Tensor, change: Rule["change"]): tf.Tensor {
  if (change === undefined) {
    return tensor;
  }
  return change === "transposed" ? tf.transpose(tensor) : third(tensor, change);
}

function third(tensor: tf.Tensor, which: number): tf.Tensor {
  const shape = changedShape(tensor.shape, 0);
  const size = shape.at(-1) ?? 0;
  return tf.slice(tensor, [...shape.slice(1).map(() => 0), which * size], shape);
}
