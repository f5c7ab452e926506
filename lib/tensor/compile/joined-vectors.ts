import type * as tf from "@tensorflow/tfjs";
import { attributeKinds, typeAttribute, typeNumbers } from "../native/attributes.ts";
import type { NativeBackend } from "../native/backend.ts";
import type { RecordedInput, RecordedNode, Recording } from "./recording.ts";

/** Up to this many numbers, handing a vector over costs more than a copy of it. */
const longest = 4096;

/** The names in the graph of the vector that inputs are joined to, and of the operation whose outputs they are. */
export const vector = "vector";
export const parts = "parts";

/** An input that is a variable. */
export type VariableInput = Extract<RecordedInput, { kind: "variable" }>;

/**
 * Finds the inputs that are handed over as one, end to end: the vectors that a step only reads, such as the biases and
 * norms of a model that does not train in it. Each tensor that goes into a step costs as much as a small operation.
 *
 * @returns two inputs or more, or none.
 */
export function joinedInputs({ inputs, assigned }: Recording<unknown>): VariableInput[] {
  const joined = inputs.filter(
    (input): input is VariableInput =>
      input.kind === "variable" && isShortVector(input.variable) && !assigned.includes(input.variable),
  );
  return joined.length < 2 ? [] : joined;
}

function isShortVector({ rank, size, dtype }: tf.Variable): boolean {
  return rank === 1 && size > 0 && size <= longest && dtype === "float32";
}

/** The operations that take the vector apart. TensorFlow does it: XLA would compile each use of another part anew. */
export function splitNodes(joined: readonly VariableInput[]): RecordedNode[] {
  if (joined.length === 0) {
    return [];
  }
  const sizes = joined.map(({ variable }) => variable.size);
  return [
    whole("sizes", [sizes.length], sizes),
    whole("axis", [], [0]),
    {
      name: parts,
      operation: "SplitV",
      inputs: [{ node: vector }, { node: "sizes" }, { node: "axis" }],
      attributes: [
        typeAttribute("T", "float32"),
        typeAttribute("Tlen", "int32"),
        { name: "num_split", type: attributeKinds.int, value: sizes.length },
      ],
    },
  ];
}

/** A constant of whole numbers. */
function whole(name: string, shape: number[], values: number[]): RecordedNode {
  const bytes = new Uint8Array(Int32Array.from(values).buffer);
  return { name, operation: "Const", inputs: [], attributes: [], constant: { shape, type: typeNumbers.int32, bytes } };
}

/** One tensor, by its number in the binding, that holds the numbers of several vectors. */
export interface JoinedVectors {
  /** Its number now: joins the vectors anew if one has changed since the last time. */
  number(): number;
  dispose(): void;
}

/**
 * Joins vectors when they are first asked for.
 *
 * @param numbersOf gives the numbers of the vectors in the binding; a vector that changes gets another.
 */
export function joinVectors({ binding }: NativeBackend, numbersOf: () => number[]): JoinedVectors {
  let numbers: number[] = [];
  let joined: number | undefined;

  function dispose(): void {
    if (joined !== undefined) {
      binding.deleteTensor(joined);
      joined = undefined;
    }
  }

  return {
    number() {
      const now = numbersOf();
      if (joined === undefined || now.some((number, at) => number !== numbers[at])) {
        dispose();
        const axis = binding.createTensor([], typeNumbers.int32, new Int32Array(1));
        const attributes = [
          typeAttribute("T", "float32"),
          typeAttribute("Tidx", "int32"),
          { name: "N", type: attributeKinds.int, value: now.length },
        ];
        const [made] = binding.executeOp("ConcatV2", attributes, [...now, axis], 1);
        binding.deleteTensor(axis);
        if (made === undefined) {
          throw new Error("Cannot join vectors: TensorFlow gave nothing back");
        }
        joined = made.id;
        numbers = now;
      }
      return joined;
    },
    dispose,
  };
}
