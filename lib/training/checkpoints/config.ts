import { openSafetensors } from "../../models/safetensors/index.ts";

/** Settings that JSON can hold: numbers, texts, true and false, lists and records of them. */
export type Config = Readonly<Record<string, unknown>>;

/**
 * Reads the configuration that is noted in a safetensors file, with which a model can be made before its weights are
 * loaded.
 *
 * @returns `config`, undefined if none is noted, and `step`, how many steps the weights were trained for.
 * @throws Error if the file is no whole safetensors file, or its note no configuration.
 *
 * @example
 * readConfig("gpt.safetensors").config // { width: 128, layers: 4, ... }
 */
export function readConfig(path: string): { config?: Config; step?: number } {
  const { metadata } = openSafetensors(path);
  const step = Number(metadata.step);
  return {
    ...(metadata.config !== undefined && { config: parseConfig(path, "config", metadata.config) }),
    ...(Number.isInteger(step) && { step }),
  };
}

/** Reads a note that holds settings as JSON. */
export function parseConfig(path: string, note: string, text: string | undefined): Config {
  try {
    const value: unknown = JSON.parse(text ?? "");
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { ...value };
    }
  } catch {
    // Told below.
  }
  throw new Error(`Cannot read the ${note} noted in "${path}": it is no JSON record of settings`);
}

/**
 * Checks that settings are those of a file.
 *
 * @throws Error that names the settings that differ, with both values.
 */
export function checkSame(path: string, note: string, expected: Config, found: Config = {}): void {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  const differences = names
    .map((name) => ({ name, here: text(expected[name]), there: text(found[name]) }))
    .filter(({ here, there }) => here !== there);
  if (differences.length > 0) {
    const list = differences.map(({ name, here, there }) => `${name} is ${here} here and ${there} there`).join(", ");
    throw new Error(`Cannot take up "${path}": its ${note} differs: ${list}; use the same, or another file`);
  }
}

function text(value: unknown): string {
  return value === undefined ? "absent" : JSON.stringify(value);
}
