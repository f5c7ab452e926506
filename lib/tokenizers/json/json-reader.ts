/**
 * A place in a JSON document that checks what it is asked for, so that an error names the place:
 * "model.merges[3]", not "undefined is not iterable".
 */
export interface JsonReader {
  readonly path: string;
  readonly value: unknown;
  /** Whether there is nothing here, or null. */
  isMissing(): boolean;
  /** Goes to a member of an object, there or not. */
  at(name: string): JsonReader;
  text(): string;
  number(): number;
  flag(): boolean;
  list(): JsonReader[];
  members(): [string, JsonReader][];
  /** Reads with `read`, or gives `fallback` where there is nothing. */
  or<T, F>(read: (reader: JsonReader) => T, fallback: F): T | F;
  /** Makes the error that says what stands here instead of what should. */
  error(expected: string): Error;
}

/** Begins to read a document. */
export function readJson(value: unknown, path = "tokenizer"): JsonReader {
  function error(expected: string): Error {
    const shown = JSON.stringify(value)?.slice(0, 60) ?? "nothing";
    return new Error(`Cannot read ${path}: it is ${shown}, and should be ${expected}`);
  }

  function members(): [string, JsonReader][] {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw error("an object");
    return Object.entries(value).map(([name, member]) => [name, readJson(member, `${path}.${name}`)]);
  }

  const reader: JsonReader = {
    path,
    value,
    isMissing: () => value === undefined || value === null,
    at: (name) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) throw error("an object");
      const member: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
      return readJson(member, `${path}.${name}`);
    },
    text: () => {
      if (typeof value !== "string") throw error("a text");
      return value;
    },
    number: () => {
      if (typeof value !== "number") throw error("a number");
      return value;
    },
    flag: () => {
      if (typeof value !== "boolean") throw error("true or false");
      return value;
    },
    list: () => {
      if (!Array.isArray(value)) throw error("a list");
      return value.map((item, at) => readJson(item, `${path}[${at}]`));
    },
    members,
    or: (read, fallback) => (reader.isMissing() ? fallback : read(reader)),
    error,
  };
  return reader;
}

/**
 * Finds the reader of a part by its "type".
 *
 * @throws Error for a type that none of them reads.
 */
export function byType<T>(reader: JsonReader, readers: Readonly<Record<string, (reader: JsonReader) => T>>): T {
  const type = reader.at("type").text();
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read === undefined) {
    throw new Error(
      `Cannot read ${reader.path}: it has the type ${JSON.stringify(type)}; we know ${Object.keys(readers).join(", ")}`,
    );
  }
  return read(reader);
}

/** Reads a pattern: { "String": ... } or { "Regex": ... }. */
export function readPattern(reader: JsonReader): { text: string } | { expression: string } {
  const text = reader.at("String");
  return text.isMissing() ? { expression: reader.at("Regex").text() } : { text: text.text() };
}

/** Reads a token with its id: ["[SEP]", 102]. */
export function readTokenAndId(reader: JsonReader): [string, number] {
  const [token, id] = reader.list();
  if (token === undefined || id === undefined) throw reader.error("a token and its id");
  return [token.text(), id.number()];
}
