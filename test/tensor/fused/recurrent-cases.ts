import { plainGru } from "../../../lib/tensor/fused/recurrent/gru.ts";
import type { LstmStates } from "../../../lib/tensor/fused/recurrent/lstm.ts";
import { plainLstm } from "../../../lib/tensor/fused/recurrent/lstm.ts";
import { plainRnn } from "../../../lib/tensor/fused/recurrent/rnn.ts";
import { gruSequence, lstmSequence, rnnSequence, tf } from "../../../lib/tensor/index.ts";
import { plainLinear } from "../../nn/plain.ts";
import type { OperationCase } from "./cases.ts";
import { referenceGru, referenceLstm, referenceRnn } from "./recurrent-reference.ts";
import { toRows } from "./reference.ts";

const [length, batch, hiddenSize] = [4, 3, 2];

/** Sequences of 4, 2 and 0 positions. */
const open = (time: number, sequence: number) => time < ([4, 2, 0][sequence] ?? 0);
const maskOf = () =>
  tf.tensor(
    Array.from({ length: length * batch }, (_, at) => open(Math.floor(at / batch), at % batch)),
    [length, batch, 1],
    "bool",
  );

const ways = [
  { name: "", masked: false, reverse: false },
  { name: " backwards with padding", masked: true, reverse: true },
];

/** RNN, LSTM and GRU over sequences: forwards, backwards over padded ones, and of a single step. */
export function recurrentCases(): OperationCase[] {
  const cases = ways.flatMap(({ name, masked, reverse }) => {
    const options = () => ({ reverse, mask: masked ? maskOf() : undefined });
    const sizes = { batch, hiddenSize, reverse, open: masked ? open : undefined };
    return [
      rnnCase(`RNN${name}`, options, sizes),
      lstmCase(`LSTM${name}`, options, sizes),
      gruCase(`GRU${name}`, options, sizes),
    ];
  });
  const [options, sizes] = [() => ({}), { batch, hiddenSize, length: 1 }];
  return [
    ...cases,
    rnnCase("RNN of one step", options, sizes),
    lstmCase("LSTM of one step", options, sizes),
    gruCase("GRU of one step", options, sizes),
  ];
}

type Options = () => { mask?: tf.Tensor | undefined; reverse?: boolean };
type Sizes = {
  batch: number;
  hiddenSize: number;
  length?: number;
  reverse?: boolean;
  open?: ((time: number, sequence: number) => boolean) | undefined;
};

function rnnCase(name: string, options: Options, sizes: Sizes): OperationCase {
  const use =
    (run: typeof plainRnn): OperationCase["apply"] =>
    (inputs, weight, hidden) =>
      run(cube(inputs), matrix(weight), matrix(hidden), options());
  return {
    name,
    shapes: shapesOf(1, sizes),
    apply: use(rnnSequence),
    plain: use(plainRnn),
    reference: (inputs = [], weight = [], hidden = []) => referenceRnn({ ...sizes, inputs, weight, hidden }),
  };
}

function lstmCase(name: string, options: Options, sizes: Sizes): OperationCase {
  const inputSize = 3;
  const all = ({ hidden, cell }: LstmStates) => tf.concat([hidden, tf.expandDims(cell, 0)], 0);
  const use =
    (run: typeof plainLstm): OperationCase["apply"] =>
    (x, weight, state, input, bias, cell) => {
      const weights = { input: matrix(input), hidden: matrix(weight), bias: vector(bias) };
      return all(run(cube(x), weights, { hidden: matrix(state), cell: matrix(cell) }, options()));
    };
  const [[steps = 0] = [], ...others] = shapesOf(4, sizes);
  return {
    name,
    shapes: [[steps, batch, inputSize], ...others, [inputSize, 4 * hiddenSize], [4 * hiddenSize], [batch, hiddenSize]],
    apply: use(lstmSequence),
    plain: use(plainLstm),
    reference: (x = [], weight = [], hidden = [], input = [], bias = [], cell = []) => {
      const inputs = plainLinear(toRows(x, inputSize), toRows(input, 4 * hiddenSize), bias).flat();
      return referenceLstm({ ...sizes, inputs, weight, hidden }, cell);
    },
  };
}

function gruCase(name: string, options: Options, sizes: Sizes): OperationCase {
  const use =
    (run: typeof plainGru): OperationCase["apply"] =>
    (inputs, weight, hidden, bias) =>
      run(cube(inputs), matrix(weight), vector(bias), matrix(hidden), options());
  return {
    name,
    shapes: [...shapesOf(3, sizes), [3 * hiddenSize]],
    apply: use(gruSequence),
    plain: use(plainGru),
    reference: (inputs = [], weight = [], hidden = [], bias = []) =>
      referenceGru({ ...sizes, inputs, weight, hidden }, bias),
  };
}

function shapesOf(gates: number, { length: steps = length }: Sizes): number[][] {
  return [
    [steps, batch, gates * hiddenSize],
    [hiddenSize, gates * hiddenSize],
    [batch, hiddenSize],
  ];
}

// The shapes of the cases say so.
const cube = (x: tf.Tensor | undefined) => x as tf.Tensor3D;
const matrix = (x: tf.Tensor | undefined) => x as tf.Tensor2D;
const vector = (x: tf.Tensor | undefined) => x as tf.Tensor1D;
