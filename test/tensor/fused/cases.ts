import { plainAttention } from "../../../lib/tensor/fused/attention.ts";
import { preparePairs } from "../../../lib/tensor/fused/attention-pairs.ts";
import { plainCrossEntropy } from "../../../lib/tensor/fused/cross-entropy.ts";
import { plainGatherRows } from "../../../lib/tensor/fused/gather-rows.ts";
import { plainGelu } from "../../../lib/tensor/fused/gelu.ts";
import { plainGeluExact } from "../../../lib/tensor/fused/gelu-exact.ts";
import { plainLayerNorm } from "../../../lib/tensor/fused/layer-norm.ts";
import { plainLinear } from "../../../lib/tensor/fused/linear.ts";
import { plainRmsNorm } from "../../../lib/tensor/fused/rms-norm.ts";
import type { AttentionOptions } from "../../../lib/tensor/index.ts";
import {
  createTensorRandom,
  gatherRows,
  gelu,
  geluExact,
  layerNorm,
  linearFused,
  rmsNorm,
  softmaxAttention,
  softmaxCrossEntropy,
  tf,
} from "../../../lib/tensor/index.ts";
import * as loops from "../../nn/plain.ts";
import { recurrentCases } from "./recurrent-cases.ts";
import { referenceGelu, referenceGeluExact, referenceLayerNorm, referenceRmsNorm, toRows } from "./reference.ts";

/** One operation on inputs of given shapes: as the library has it, its plain version, and loops over numbers. */
export interface OperationCase {
  name: string;
  shapes: number[][];
  apply: (...inputs: tf.Tensor[]) => tf.Tensor;
  plain: (...inputs: tf.Tensor[]) => tf.Tensor;
  reference: (...inputs: number[][]) => number[];
}

/** Every operation, in the forms that take different paths through it. Start a backend before. */
export function operationCases(): OperationCase[] {
  return [...linearCases(), ...normCases(), ...geluCases(), ...attentionCases(), ...rowCases(), ...recurrentCases()];
}

function linearCases(): OperationCase[] {
  return [
    {
      name: "linear",
      shapes: [[5, 3], [3, 4], [4]],
      apply: (x, weight, bias) => linearFused(matrix(x), matrix(weight), vector(bias)),
      plain: (x, weight, bias) => plainLinear(matrix(x), matrix(weight), vector(bias)),
      reference: (x = [], weight = [], bias = []) => loops.plainLinear(toRows(x, 3), toRows(weight, 4), bias).flat(),
    },
    {
      name: "linear of one row without a bias",
      shapes: [
        [1, 3],
        [3, 2],
      ],
      apply: (x, weight) => linearFused(matrix(x), matrix(weight)),
      plain: (x, weight) => plainLinear(matrix(x), matrix(weight)),
      reference: (x = [], weight = []) => loops.plainLinear(toRows(x, 3), toRows(weight, 2), [0, 0]).flat(),
    },
  ];
}

function normCases(): OperationCase[] {
  // Large enough to matter: a gradient that forgets the epsilon shows.
  const epsilon = 0.1;
  return [[2, 3, 5], [1, 5], [5]].flatMap((shape) => [
    {
      name: `layer norm of [${shape}]`,
      shapes: [shape, [5], [5]],
      apply: (x, scale, shift) => layerNorm(given(x), vector(scale), vector(shift), epsilon),
      plain: (x, scale, shift) => {
        const rows = tf.reshape<tf.Rank.R2>(given(x), [-1, 5]);
        return tf.reshape(plainLayerNorm(rows, vector(scale), vector(shift), epsilon), shape);
      },
      reference: (x = [], scale = [], shift = []) => referenceLayerNorm(x, scale, shift, epsilon),
    } satisfies OperationCase,
    {
      name: `RMS norm of [${shape}]`,
      shapes: [shape, [5]],
      apply: (x, scale) => rmsNorm(given(x), vector(scale), epsilon),
      plain: (x, scale) =>
        tf.reshape(plainRmsNorm(tf.reshape<tf.Rank.R2>(given(x), [-1, 5]), vector(scale), epsilon), shape),
      reference: (x = [], scale = []) => referenceRmsNorm(x, scale, epsilon),
    } satisfies OperationCase,
  ]);
}

function geluCases(): OperationCase[] {
  const shapes = [[3, 2, 5]];
  return [
    {
      name: "GELU",
      shapes,
      apply: (x) => gelu(given(x)),
      plain: (x) => plainGelu(given(x)),
      reference: (x = []) => referenceGelu(x),
    },
    {
      name: "exact GELU",
      shapes,
      apply: (x) => geluExact(given(x)),
      plain: (x) => plainGeluExact(given(x)),
      reference: (x = []) => referenceGeluExact(x),
    },
  ];
}

/** Two sequences, three queries on four keys. */
function attentionCases(): OperationCase[] {
  const [batch, queryCount, keyCount, size, valueSize] = [2, 3, 4, 5, 2];
  const shapes = [
    [batch, queryCount, size],
    [batch, keyCount, size],
    [batch, keyCount, valueSize],
  ];
  const allowed = [
    [1, 0, 1, 1],
    [0, 0, 0, 0],
    [1, 1, 1, 0],
  ];
  let kept: number[] | undefined;
  const mask = () => tf.tensor2d(allowed, [queryCount, keyCount], "bool");

  function attentionCase(
    name: string,
    options: () => AttentionOptions,
    open: (query: number, key: number) => boolean,
    scale?: number,
  ): OperationCase {
    return {
      name,
      shapes,
      apply: (q, k, v) => softmaxAttention(given(q), given(k), given(v), options()),
      plain: (q, k, v) => {
        const pairs = preparePairs([batch, queryCount, keyCount], size, options());
        return plainAttention(given(q), given(k), given(v), pairs);
      },
      reference: (q = [], k = [], v = []) =>
        Array.from({ length: batch }, (_, at) => {
          const [queries, keys, values] = [
            toRows(q, size).slice(at * queryCount, (at + 1) * queryCount),
            toRows(k, size).slice(at * keyCount, (at + 1) * keyCount),
            toRows(v, valueSize).slice(at * keyCount, (at + 1) * keyCount),
          ] as const;
          return loops.plainAttention(queries, keys, values, open, scale).output.flat();
        }).flat(),
    };
  }

  const unmasked = attentionCase(
    "attention",
    () => ({ scale: 0.3 }),
    () => true,
    0.3,
  );
  return [
    unmasked,
    attentionCase(
      "attention under a mask that closes a row",
      () => ({ mask: mask() }),
      (query, key) => allowed[query]?.[key] === 1,
    ),
    // The three queries stand at the last three of the four keys.
    attentionCase(
      "causal attention",
      () => ({ causal: true }),
      (query, key) => key <= query + 1,
    ),
    attentionCase(
      "causal attention under a mask",
      () => ({ causal: true, mask: mask() }),
      (query, key) => key <= query + 1 && allowed[query]?.[key] === 1,
    ),
    {
      ...unmasked,
      name: "attention with dropout",
      apply: (q, k, v) => softmaxAttention(given(q), given(k), given(v), dropping()),
      plain: (q, k, v) =>
        plainAttention(given(q), given(k), given(v), preparePairs([batch, queryCount, keyCount], size, dropping())),
      reference: droppedReference,
    },
    {
      name: "attention with a bias for all sequences",
      shapes: [...shapes, [1, queryCount, keyCount]],
      apply: (q, k, v, bias) => softmaxAttention(given(q), given(k), given(v), { bias: given(bias) }),
      plain: (q, k, v, bias) => {
        const pairs = preparePairs([batch, queryCount, keyCount], size, { bias: given(bias) });
        return plainAttention(given(q), given(k), given(v), pairs);
      },
      reference: biasedReference,
    },
  ];

  function dropping(): AttentionOptions {
    return { dropout: 0.4, random: createTensorRandom(tf.tensor1d([3, 4], "int32")) };
  }

  /** Weighs the values in float64, with weights that `change` makes of the scaled products. */
  function weigh(
    [q = [], k = [], v = []]: number[][],
    change: (products: number[], row: number) => number[],
  ): number[] {
    const [keys, values] = [toRows(k, size), toRows(v, valueSize)];
    return toRows(q, size).flatMap((query, row) => {
      const first = Math.floor(row / queryCount) * keyCount;
      const products = keys.slice(first, first + keyCount).map((key) => loops.dot(query, key) / Math.sqrt(size));
      const weights = change(products, row);
      return Array.from({ length: valueSize }, (_, column) =>
        loops.dot(
          weights,
          values.slice(first, first + keyCount).map((value) => value[column] ?? Number.NaN),
        ),
      );
    });
  }

  function droppedReference(...inputs: number[][]): number[] {
    kept ??= tf.tidy(() => Array.from(dropping().random?.chance([batch, queryCount, keyCount], 0.6).dataSync() ?? []));
    const factors = kept.map((one) => one / 0.6);
    return weigh(inputs, (products, row) =>
      loops.plainSoftmax(products).map((weight, key) => weight * (factors[row * keyCount + key] ?? Number.NaN)),
    );
  }

  function biasedReference(...inputs: number[][]): number[] {
    const [bias = []] = inputs.slice(3);
    return weigh(inputs, (products, row) =>
      loops.plainSoftmax(
        products.map((product, key) => product + (bias[(row % queryCount) * keyCount + key] ?? Number.NaN)),
      ),
    );
  }
}

function rowCases(): OperationCase[] {
  const ids = [4, 1, 4, 0, 2, 4];
  const idTensor = () => tf.tensor2d(ids, [2, 3], "int32");
  const labels = [2, -1, 0, 3, -1, 3];
  const labelTensor = () => tf.tensor1d(labels, "int32");
  return [
    {
      name: "rows of a table",
      shapes: [[5, 3]],
      apply: (table) => gatherRows(matrix(table), idTensor()),
      plain: (table) => tf.reshape(plainGatherRows(matrix(table), tf.tensor1d(ids, "int32")), [2, 3, 3]),
      reference: (table = []) => ids.flatMap((id) => toRows(table, 3)[id] ?? []),
    },
    {
      name: "cross-entropy",
      shapes: [[6, 4]],
      apply: (logits) => softmaxCrossEntropy(matrix(logits), labelTensor()),
      plain: (logits) => {
        const counted = tf.tensor1d(
          labels.map((label) => label >= 0),
          "bool",
        );
        const inRange = tf.maximum<tf.Tensor1D>(labelTensor(), tf.scalar(0, "int32"));
        return plainCrossEntropy(matrix(logits), inRange, counted, tf.scalar(4));
      },
      reference: (logits = []) => [loops.plainCrossEntropy(toRows(logits, 4), labels)],
    },
  ];
}

function given(x: tf.Tensor | undefined): tf.Tensor {
  if (x === undefined) {
    throw new Error("An operation was given fewer tensors than its case has shapes");
  }
  return x;
}

function matrix(x: tf.Tensor | undefined): tf.Tensor2D {
  const [rows = 0, columns = 0] = given(x).shape;
  return tf.reshape(given(x), [rows, columns]);
}

function vector(x: tf.Tensor | undefined): tf.Tensor1D {
  return tf.reshape(given(x), [given(x).size]);
}
