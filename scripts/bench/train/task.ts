/** The sizes of a transformer: `length` is its context, `batch` how many sequences a step has. */
export interface TransformerSizes {
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly length: number;
  readonly batch: number;
  readonly vocabulary: number;
}

/** What both sides do over and over: a step of training, or the next token of a text. */
export type Task =
  | (TransformerSizes & { readonly kind: "gpt" | "bert" })
  /** As many layers in the encoder as in the decoder; `length` is that of the source and of the target. */
  | (TransformerSizes & { readonly kind: "encoder-decoder" })
  | {
      readonly kind: "lstm";
      readonly embedding: number;
      readonly width: number;
      readonly length: number;
      readonly batch: number;
      readonly vocabulary: number;
    }
  /** One token after the other, of one sequence. */
  | (TransformerSizes & { readonly kind: "decoding"; readonly batch: 1 });

/** How AdamW updates the parameters; `clip` is the largest norm of the gradients, undefined leaves them alone. */
export interface Update {
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  readonly clip?: number;
}

/** A task as the sides are told of it: `batches` is a file of int32, `inputs` the shapes that each batch in it has. */
export type TaskOrder<Kind extends Task = Task> = Kind &
  Update & {
    readonly batches: string;
    readonly inputs: readonly (readonly number[])[];
  };

/** nanoGPT's settings for a small model, but for the clipping: what a step costs is not to hang on it. */
export const plainUpdate: Update = { beta1: 0.9, beta2: 0.99, weightDecay: 0.1 };

/** The shapes of one batch: ids and labels; none where the task has no batches. */
export function inputShapes({ kind, batch, length }: Task): number[][] {
  return kind === "decoding"
    ? []
    : [
        [batch, length],
        [batch, length],
      ];
}
