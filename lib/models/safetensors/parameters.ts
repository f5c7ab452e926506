import { tf } from "../../tensor/index.ts";
import { shapeText } from "../../tensor/shape.ts";
import { openSafetensors, type SafetensorsFile } from "./open.ts";
import { quoted } from "./parse-header.ts";
import { checkReadable, readTensor } from "./read-tensor.ts";
import { writeSafetensors } from "./write.ts";

/**
 * Saves the parameters of a model, each under its name. An older file of the same name stays until the new one is whole.
 *
 * @param path the file, usually `*.safetensors`.
 * @param named from `namedParameters(model)`.
 * @param metadata texts to note in it, such as the configuration of the model.
 * @throws Error if the file cannot be written.
 *
 * @example
 * const layer = createLinear(3, 2, { random: createRandom(1) });
 * saveParameters("layer.safetensors", namedParameters(layer), { steps: "100" });
 * loadParameters("layer.safetensors", namedParameters(layer)).steps // "100"
 */
export function saveParameters(
  path: string,
  named: ReadonlyMap<string, tf.Variable>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  writeSafetensors(path, named, metadata);
}

/**
 * Loads the parameters of a model from a file that has exactly these, of the same shapes. All of it is checked and read
 * before the first variable changes, so that a file that does not fit leaves the model as it was.
 *
 * @param path the file.
 * @param named from `namedParameters(model)`; the variables get the file's numbers.
 * @returns the texts that are noted in the file.
 * @throws Error that lists what is missing, unexpected, or of another shape or type.
 */
export function loadParameters(
  path: string,
  named: ReadonlyMap<string, tf.Variable>,
): Readonly<Record<string, string>> {
  const file = openSafetensors(path);
  checkFit(file, named);
  const read: [tf.Variable, tf.Tensor][] = [];
  try {
    for (const [name, variable] of named) {
      read.push([variable, readTensor(file, name)]);
    }
    for (const [variable, tensor] of read) {
      variable.assign(tensor);
    }
  } finally {
    tf.dispose(read.map(([, tensor]) => tensor));
  }
  return file.metadata;
}

function checkFit(file: SafetensorsFile, named: ReadonlyMap<string, tf.Variable>): void {
  const attempt = `Cannot load the parameters from "${file.path}"`;
  const faults: string[] = [];
  for (const [name, variable] of named) {
    const entry = file.tensors.get(name);
    if (entry === undefined) {
      faults.push(`${quoted(name)} is missing`);
      continue;
    }
    const type = checkReadable(entry, `${attempt}, tensor ${quoted(name)}`);
    if (shapeText(entry.shape) !== shapeText(variable.shape)) {
      faults.push(`${quoted(name)} is ${shapeText(entry.shape)} and should be ${shapeText(variable.shape)}`);
    } else if (type !== variable.dtype) {
      faults.push(`${quoted(name)} is ${entry.dtype} and should be ${variable.dtype}`);
    }
  }
  for (const name of file.tensors.keys()) {
    if (!named.has(name)) {
      faults.push(`${quoted(name)} is unexpected`);
    }
  }
  if (faults.length > 0) {
    const more = faults.length > 10 ? ` and ${faults.length - 10} more` : "";
    throw new Error(
      `${attempt}: ${faults.slice(0, 10).join(", ")}${more}; create the model with the configuration that the file was saved with`,
    );
  }
}
