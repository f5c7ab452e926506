/** A JSON object as it comes over the wire: nothing is known of its members yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Says what is wrong with a message that arrived. */
export class WireFault extends Error {
  override name = "WireFault";
}

/** Tells whether a value is an object with named members. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads the members of a message's content, each with the type it must have.
 *
 * A member that is missing (or null, as some front ends send it) takes the fallback; one of another type is a fault.
 */
export class ContentReader {
  readonly #content: JsonObject;
  readonly #kind: string;

  constructor(kind: string, content: JsonObject) {
    this.#kind = kind;
    this.#content = content;
  }

  /** Whether the member is there at all. */
  has(name: string): boolean {
    return (this.#content[name] ?? undefined) !== undefined;
  }

  text(name: string, fallback?: string): string {
    return this.#read(name, fallback, "a string", (value) => typeof value === "string");
  }

  flag(name: string, fallback?: boolean): boolean {
    return this.#read(name, fallback, "true or false", (value) => typeof value === "boolean");
  }

  integer(name: string, fallback?: number): number {
    const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
    return this.#read(name, fallback, "a whole number", isInteger);
  }

  object(name: string, fallback?: JsonObject): JsonObject {
    return this.#read(name, fallback, "an object", isObject);
  }

  #read<T>(name: string, fallback: T | undefined, expected: string, fits: (value: unknown) => value is T): T {
    const value = this.#content[name] ?? fallback;
    if (!fits(value)) {
      const found = value === undefined ? "missing" : `${JSON.stringify(value).slice(0, 40)}, not ${expected}`;
      throw new WireFault(`Cannot use the ${this.#kind}: its "${name}" is ${found}`);
    }
    return value;
  }
}
