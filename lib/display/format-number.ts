/**
 * Writes a number with three significant digits, for descriptions and labels: `0.333`, `1250`, `−4.2e−7`.
 *
 * The minus is a real one: many screen readers pass over a hyphen, and −1 must not be heard as 1.
 */
export function short(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) {
    return withMinus(String(value));
  }
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  return withMinus(size !== 0 && (size < 1e-4 || size >= 1e6) ? rounded.toExponential() : String(rounded));
}

/** Writes a number with so many decimal places: `0.30`, `−1.50`. What rounds to zero has no sign. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return withMinus(Number(text) === 0 ? text.replace("-", "") : text);
}

/** Replaces hyphens by the minus sign. */
export function withMinus(number: string): string {
  return number.replace(/-/g, "−");
}
