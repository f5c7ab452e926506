import { readFileSync } from "node:fs";
import { tf } from "../../../../lib/tensor/index.ts";

/** The batches of a file of int32: one after the other, and then from the start. */
export class BatchFile {
  readonly count: number;
  private readonly ids: Int32Array;
  private taken = 0;
  private readonly shapes: readonly (readonly number[])[];

  /**
   * @param shapes those of the tensors that a batch is made of
   * @throws RangeError when the file does not hold whole batches
   */
  constructor(path: string, shapes: readonly (readonly number[])[]) {
    const bytes = readFileSync(path);
    this.ids = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    this.shapes = shapes;
    const size = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
    this.count = this.ids.length / size;
    if (!Number.isInteger(this.count)) {
      throw new RangeError(`Cannot read batches of ${size} ids from ${path}: it holds ${this.ids.length}`);
    }
  }

  /** Makes the tensors of the next batch, which the caller owns. */
  next(): tf.Tensor[] {
    const size = this.ids.length / this.count;
    let at = (this.taken++ % this.count) * size;
    return this.shapes.map((shape) => {
      const from = at;
      at += sizeOf(shape);
      // A copy: the tensor keeps what it is made of.
      return tf.tensor(this.ids.slice(from, at), [...shape], "int32");
    });
  }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}
