/** What the split patterns tell apart: letters (\p{L}), numbers (\p{N}), white space, and all else. */
export const other = 0;
export const letter = 1;
export const number = 2;
export const space = 3;

let basic: Uint8Array | undefined;

/** The class of every UTF-16 unit; halves of surrogate pairs are `other`: ask `classAt` about them. */
export function basicClasses(): Uint8Array {
  basic ??= makeBasicClasses();
  return basic;
}

/** Finds the class of a code point above U+FFFF. */
export function classOfPoint(point: number): number {
  const character = String.fromCodePoint(point);
  // White space is all in the basic plane.
  return /^\p{L}/u.test(character) ? letter : /^\p{N}/u.test(character) ? number : other;
}

function makeBasicClasses(): Uint8Array {
  const classes = new Uint8Array(0x10000);
  // In pieces: a call takes only so many arguments. U+DBFF and U+DC00 make one private character, of no class.
  const pieces = Array.from({ length: 16 }, (_, piece) =>
    String.fromCharCode(...Array.from({ length: 0x1000 }, (_, unit) => piece * 0x1000 + unit)),
  );
  const all = pieces.join("");
  const patterns: [RegExp, number][] = [
    [/\p{L}+/gu, letter],
    [/\p{N}+/gu, number],
    [/\p{White_Space}+/gu, space],
  ];
  for (const [pattern, kind] of patterns) {
    for (const { 0: run, index } of all.matchAll(pattern)) {
      classes.fill(kind, index, index + run.length);
    }
  }
  return classes;
}
