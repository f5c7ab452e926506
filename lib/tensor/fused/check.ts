import type * as tf from "@tensorflow/tfjs";
import { shapeText } from "../shape.ts";

/** Checks that each parameter holds one number for each column of `x`. */
export function checkPerColumn(x: tf.Tensor, operation: string, parameters: Record<string, tf.Tensor>): void {
  const width = x.shape.at(-1);
  if (width === undefined || width === 0) {
    throw new Error(`Cannot put ${shapeText(x.shape)} through ${operation}: it needs a last axis with numbers in it`);
  }
  for (const [name, { shape }] of Object.entries(parameters)) {
    if (shape.length !== 1 || shape[0] !== width) {
      throw new Error(
        `Cannot put ${shapeText(x.shape)} through ${operation} with a ${name} ${shapeText(shape)}: it needs one number a column, [${width}]`,
      );
    }
  }
}
