import { readFileSync, statSync } from "node:fs";

/** The values of a published model's config.json, by name; whatever is asked for and is not there is an error. */
export interface PublishedConfig {
  readonly path: string;
  /** Reads a whole number from 1 up, or `otherwise` where it is absent or null. */
  wholeNumber(name: string, otherwise?: number): number;
  /** Reads a number from 0 up, or `otherwise` where it is absent or null. */
  number(name: string, otherwise: number): number;
  /** Reads true or false, or `otherwise` where it is absent or null. */
  flag(name: string, otherwise: boolean): boolean;
  /** Reads a text and looks up what it means here, or `otherwise` where it is absent or null. */
  choice<T>(name: string, meanings: Readonly<Record<string, T>>, otherwise?: T): T;
}

/** The largest JSON file that is read; those of published models have a few kilobytes, the index of a large one more. */
const largestFile = 32_000_000;

/**
 * Reads a config.json.
 *
 * @throws Error that names the file, and the value where one is missing or of another kind.
 */
export function readConfig(path: string): PublishedConfig {
  const values = readObject(path);

  function read<T>(name: string, kind: string, isRight: (value: unknown) => value is T, otherwise: T | undefined): T {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined || value === null) {
      if (otherwise !== undefined) {
        return otherwise;
      }
      throw new Error(`Cannot read "${name}" in "${path}": it is missing; it should be ${kind}`);
    }
    if (!isRight(value)) {
      throw new Error(`Cannot read "${name}" in "${path}": it is ${JSON.stringify(value)} and should be ${kind}`);
    }
    return value;
  }

  return {
    path,
    wholeNumber: (name, otherwise) => read(name, "a whole number from 1 up", isWholeNumber, otherwise),
    number: (name, otherwise) => read(name, "a number from 0 up", isNumber, otherwise),
    flag: (name, otherwise) => read(name, "true or false", (value) => typeof value === "boolean", otherwise),
    choice: (name, meanings, otherwise) => {
      const known = Object.keys(meanings).join(", ");
      const isKnown = (value: unknown): value is string => typeof value === "string" && Object.hasOwn(meanings, value);
      const kinds = Object.keys(meanings).length === 1 ? known : `one of ${known}`;
      const text = read(name, kinds, isKnown, otherwise === undefined ? undefined : "");
      const meaning = meanings[text] ?? otherwise;
      if (meaning === undefined) {
        throw new Error(`Cannot read "${name}" in "${path}": it should be ${kinds}`);
      }
      return meaning;
    },
  };
}

/**
 * Reads a JSON file that holds an object.
 *
 * @throws Error that names the file if it is absent, too large, or anything else.
 */
export function readObject(path: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    const { size } = statSync(path);
    if (size > largestFile) {
      throw new Error(`it has ${size} bytes, and ${largestFile} is the most that is read`);
    }
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const absent = error instanceof Error && "code" in error && error.code === "ENOENT";
    const reason = absent ? "there is no such file" : error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot read "${path}": ${reason}`, { cause: error });
  }
  if (!isObject(parsed)) {
    throw new Error(`Cannot read "${path}": it should hold an object`);
  }
  return parsed;
}

function isWholeNumber(value: unknown): value is number {
  return isNumber(value) && Number.isSafeInteger(value) && value > 0;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}

/** Tells whether a value of JSON is an object, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
