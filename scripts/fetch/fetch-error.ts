/** Why a model cannot be fetched, and what would work. */
export class FetchError extends Error {
  readonly remedies: readonly string[];

  constructor(message: string, remedies: readonly string[] = []) {
    super(message);
    this.name = "FetchError";
    this.remedies = remedies;
  }
}

/** Returns the system's code of an error, or of what caused it: "ENOTFOUND", "ENOSPC". */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) {
    return undefined;
  }
  return "code" in error && typeof error.code === "string" ? error.code : codeOf(error.cause);
}
