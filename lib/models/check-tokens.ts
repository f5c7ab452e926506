import type { tf } from "../tensor/index.ts";
import { shapeText } from "../tensor/shape.ts";

/** Checks that ids are [B, T], and not more than the model reads at once. */
export function checkTokens(ids: tf.Tensor, model: string, contextLength = Number.POSITIVE_INFINITY): void {
  const [, length = 0] = ids.shape;
  if (ids.rank !== 2) {
    throw new Error(`Cannot read ids ${shapeText(ids.shape)}: ${model} takes [B, T], sequences by positions`);
  }
  if (length > contextLength) {
    throw new RangeError(
      `Cannot read ${length} tokens at once: the context length of this model is ${contextLength}; cut them into pieces`,
    );
  }
}
