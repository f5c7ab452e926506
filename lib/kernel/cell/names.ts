/** The names by which a script knows the variables of all cells, the runtime, and its own result. */
export interface ScriptNames {
  readonly store: string;
  readonly scope: string;
  readonly result: string;
}

/** Picks names that the cell itself does not use, in any of its scopes. */
export function scriptNames(used: ReadonlySet<string>): ScriptNames {
  const free = (name: string) => {
    let number = 0;
    while (used.has(name + (number || ""))) number++;
    return name + (number || "");
  };
  return { store: free("$"), scope: free("$cell"), result: free("$result") };
}

/**
 * Gives a message of V8 back in the cell's own words: `$.rate is not iterable` becomes `rate is not iterable`.
 * V8 prints the source of what failed, so that only its kind of message is changed.
 *
 * ```ts
 * plainMessage("(0 , $.train) is not a function"); // "train is not a function"
 * ```
 */
export function plainMessage(message: string): string {
  if (!/ (?:is|are) not |Cannot (?:read|set|destructure)|undefined|null/.test(message)) return message;
  return message
    .replace(/\(0 ?, \$\d*\.([\p{ID_Continue}$]+)\)/gu, "$1")
    .replace(/(?<=^|[\s([{,]| of ')(?:\$\d*\.|\$local_)(?=[\p{ID_Start}$_])/gu, "");
}
