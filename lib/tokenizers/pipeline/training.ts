/** How far a training has come. */
export interface TrainingProgress {
  /** "count" while the words of the text are counted, "merge" or another verb while the vocabulary grows. */
  readonly stage: string;
  /** How much of the stage is done: words counted, tokens in the vocabulary. */
  readonly done: number;
  /** How much there is to do, where that is known. */
  readonly total?: number;
}

/** What every training takes. */
export interface TrainingControl {
  /** Hears how far the training has come, about 20 times a second. */
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
  /** Stops the training; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Text to train on: one text, or many, from memory or from a stream. Words never cross from one to the next. */
export type Texts = string | Iterable<string> | AsyncIterable<string>;

const breathEvery = 50;

/**
 * Creates what a long computation awaits now and then: it reports, lets the event loop turn (so that a signal can
 * arrive and a figure be drawn), and throws when the signal says stop. Between the 50 ms it costs next to nothing.
 *
 * @example
 * const breathe = createBreath({ signal });
 * if (breathe.due()) await breathe({ stage: "count", done });
 */
export function createBreath({ onProgress, signal }: TrainingControl): Breath {
  let last = performance.now();
  signal?.throwIfAborted();

  async function breathe(progress: TrainingProgress): Promise<void> {
    onProgress?.(progress);
    await new Promise<void>((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    last = performance.now();
  }
  return Object.assign(breathe, { due: () => performance.now() - last >= breathEvery });
}

export interface Breath {
  (progress: TrainingProgress): Promise<void>;
  /** Says whether it is time. */
  due(): boolean;
}

/** Reads one text or many the same way. */
export async function* eachText(texts: Texts): AsyncGenerator<string> {
  if (typeof texts === "string") {
    yield texts;
  } else {
    yield* texts;
  }
}
