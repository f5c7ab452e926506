/** Says that something took longer than it was given. */
export class TooLate extends Error {
  override readonly name = "TooLate";
}

/** Resolves with the promise, or rejects with {@link TooLate} after so many milliseconds. */
export async function within<Value>(milliseconds: number, promise: Promise<Value>, what = "no answer"): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`${what} within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
