/*
 * Jupyter counts a position in a text in code points, JavaScript in UTF-16 units. They part ways after the first
 * character outside the Basic Multilingual Plane, such as an emoji.
 */

/** Turns a position in code points into one in UTF-16 units; a position behind the end becomes the end. */
export function toUtf16(text: string, codePoints: number): number {
  let units = 0;
  for (let left = codePoints; left > 0 && units < text.length; left--) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

/** Turns a position in UTF-16 units into one in code points; one inside a character becomes the place before it. */
export function toCodePoints(text: string, units: number): number {
  let codePoints = 0;
  for (let at = 0; at < units && at < text.length; codePoints++) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    if (at > units) {
      return codePoints;
    }
  }
  return codePoints;
}
