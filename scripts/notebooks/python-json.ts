/**
 * Writes JSON byte for byte as Python's `json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)` does, which
 * is how Jupyter saves a notebook: so a notebook that we write and one that Jupyter saves differ only where they mean
 * something else.
 *
 * @throws Error for a number that JSON does not have (NaN, infinities).
 *
 * @example
 * pythonJson({ b: [1e-7], a: {} }); // '{\n "a": {},\n "b": [\n  1e-07\n ]\n}'
 */
export function pythonJson(value: unknown, indent = ""): string {
  if (typeof value === "number") return pythonNumber(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent} `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const items = Array.isArray(value)
    ? value.map((item) => pythonJson(item, inner))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => `${JSON.stringify(key)}: ${pythonJson(item, inner)}`);
  return items.length === 0 ? `${open}${close}` : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${close}`;
}

/** Python takes to the exponent below 1e-4, JavaScript below 1e-6, and Python gives it two digits. */
function pythonNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`Cannot write ${value} as JSON: it has no such number; use null`);
  if (value === 0 || Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}
