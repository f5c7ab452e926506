/** Collects what `work` prints with `console.log`, one entry for each call. */
export async function printedBy(work: () => void | Promise<void>): Promise<string[]> {
  const original = console.log;
  const printed: string[] = [];
  console.log = (...values: unknown[]) => {
    printed.push(values.map(String).join(" "));
  };
  try {
    await work();
  } finally {
    console.log = original;
  }
  return printed;
}

/** Returns the error that `work` throws, and fails if it throws none. */
export async function errorOf(work: () => unknown): Promise<Error> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error) {
      return error;
    }
    throw new Error(`Expected an Error, but ${String(error)} was thrown`);
  }
  throw new Error("Expected an error, but nothing was thrown");
}
