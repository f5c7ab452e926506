import { inspect } from "node:util";

/** A text longer than this is cut: it would fill the notebook and tell nothing more. The kernel cuts at a million bytes. */
const longest = 900_000;

/** Writes a value as Node prints it, without colours; never fails, never empty. */
export function inspectValue(value: unknown): string {
  const text = attempt(value);
  if (text === "") return "''";
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}\n... cut here: ${text.length - longest} more characters`;
}

function attempt(value: unknown): string {
  try {
    return inspect(value, {
      colors: false,
      depth: 4,
      maxArrayLength: 100,
      maxStringLength: longest - 1000,
      breakLength: 100,
    });
  } catch {
    // A getter or an inspect method of the value's own that throws.
    try {
      return inspect(value, { colors: false, depth: 1, customInspect: false, getters: false });
    } catch {
      return `(a ${typeof value} that cannot be shown)`;
    }
  }
}
