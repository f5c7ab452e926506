/** Makes a test for texts that match a glob as a whole: `*` any text, `?` any character, `[a-z]` one of a set. */
export function globPattern(glob: string): RegExp {
  const source = glob.replace(/\[\^?[^\]]+\]|[\s\S]/gu, (part) => {
    if (part === "*") {
      return "[\\s\\S]*?";
    }
    if (part === "?") {
      return "[\\s\\S]";
    }
    return part.length > 2 && part.startsWith("[") ? characterSet(part) : escaped(part);
  });
  return new RegExp(`^${source}$`, "u");
}

function characterSet(part: string): string {
  const negated = part.startsWith("[^");
  const members = part.slice(negated ? 2 : 1, -1).replace(/[\\\]^&~|[]/g, "\\$&");
  const source = `[${negated ? "^" : ""}${members}]`;
  try {
    new RegExp(source, "u");
    return source;
  } catch {
    // A range that runs backwards, [z-a], holds nothing.
    return "(?!)";
  }
}

function escaped(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
