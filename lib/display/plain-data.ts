/**
 * Turns numbers into a plain array. Fractions keep seven significant digits, which is what a float32 holds: 0.1 of a
 * Float32Array reads 0.10000000149011612 in JavaScript and would take twice the room in a notebook file.
 */
export function plainNumbers(values: ArrayLike<number>): number[] {
  return Array.from(values, compact);
}

function compact(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(7));
}

/**
 * Copies a value into what JSON can hold: typed arrays become plain arrays, properties that are undefined are left out.
 *
 * @param path where the value stands, for the error message: `"data[0]"`.
 * @throws TypeError if there is something that JSON would lose: NaN, an infinity, a function.
 */
export function plainData(value: unknown, path: string): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") {
    return value;
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) {
      throw new TypeError(`Cannot draw ${value} at ${path}: a figure holds finite numbers; use null for a gap`);
    }
    return compact(value);
  }
  if (Array.isArray(value) || isNumberArray(value)) {
    return Array.from(value, (item, index) => plainData(item, `${path}[${index}]`));
  }
  if (typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([name, item]) => [name, plainData(item, `${path}.${name}`)]),
    );
  }
  throw new TypeError(`Cannot draw a ${typeof value} at ${path}: a figure holds numbers, strings, booleans and lists`);
}

function isNumberArray(value: unknown): value is Float32Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
