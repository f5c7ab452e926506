/**
 * A long text as token ids, of which windows are read by position: an array in memory, or a file that need not fit
 * there (`openTokenFile`).
 */
export interface TokenSource {
  /** How many tokens the text has. */
  readonly length: number;
  /** Fills the target with the tokens from `position` on. */
  read(position: number, target: Int32Array): void;
}

/** Makes a source of tokens that are in memory; a source stays as it is. */
export function tokenSource(tokens: TokenSource | Int32Array): TokenSource {
  if (!(tokens instanceof Int32Array)) {
    return tokens;
  }
  return {
    length: tokens.length,
    read: (position, target) => target.set(tokens.subarray(position, position + target.length)),
  };
}

/** @throws RangeError if the text is too short for one window and the token after it */
export function requireWindow(source: TokenSource, length: number): void {
  if (source.length < length + 1) {
    throw new RangeError(
      `Cannot cut a window of ${length} tokens and the one after it out of ${source.length}: ` +
        `take a shorter window or a longer text`,
    );
  }
}
