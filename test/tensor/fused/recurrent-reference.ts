/** Recurrent networks as loops over numbers, one sequence after the other. All arrays are row by row. */
export interface ReferenceInputs {
  /** [T, B, G], G numbers for each of the gates. */
  inputs: readonly number[];
  /** [H, G]. */
  weight: readonly number[];
  /** [B, H]. */
  hidden: readonly number[];
  batch: number;
  hiddenSize: number;
  /** For each time and sequence, whether there is a real position. */
  open?: ((time: number, sequence: number) => boolean) | undefined;
  reverse?: boolean | undefined;
}

type Cell = (gates: { input: number[]; state: number[] }, hidden: number[], cell: number[]) => [number[], number[]];

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

export function referenceRnn(given: ReferenceInputs): number[] {
  const next: Cell = ({ input, state }, _, cell) => [input.map((x, unit) => Math.tanh(x + at(state, unit))), cell];
  return run(given, [], next).hidden;
}

/** The hidden states, then the last cells. */
export function referenceLstm(given: ReferenceInputs, cells: readonly number[]): number[] {
  const { hidden, cell } = run(given, cells, ({ input, state }, _, before) => {
    const size = before.length;
    const gate = (which: number, unit: number) => at(input, which * size + unit) + at(state, which * size + unit);
    const after = before.map(
      (value, unit) => sigmoid(gate(1, unit)) * value + sigmoid(gate(0, unit)) * Math.tanh(gate(2, unit)),
    );
    return [after.map((value, unit) => sigmoid(gate(3, unit)) * Math.tanh(value)), after];
  });
  return [...hidden, ...cell];
}

export function referenceGru(given: ReferenceInputs, bias: readonly number[]): number[] {
  const next: Cell = ({ input, state }, before, cell) => {
    const size = before.length;
    const part = (which: number, unit: number) => at(state, which * size + unit) + at(bias, which * size + unit);
    const after = before.map((value, unit) => {
      const read = sigmoid(at(input, unit) + part(0, unit));
      const keep = sigmoid(at(input, size + unit) + part(1, unit));
      const candidate = Math.tanh(at(input, 2 * size + unit) + read * part(2, unit));
      return (1 - keep) * candidate + keep * value;
    });
    return [after, cell];
  };
  return run(given, [], next).hidden;
}

/** Takes every sequence through all its steps. */
function run(given: ReferenceInputs, cells: readonly number[], next: Cell): { hidden: number[]; cell: number[] } {
  const { inputs, weight, hidden, batch, hiddenSize, open = () => true, reverse = false } = given;
  const width = weight.length / hiddenSize;
  const length = inputs.length / batch / width;
  const row = (array: readonly number[], index: number, size: number) => array.slice(index * size, (index + 1) * size);
  const states = Array.from({ length }, () => Array.from({ length: batch }, (): number[] => []));
  const last = Array.from({ length: batch }, (_, sequence) => {
    let [shown, kept] = [row(hidden, sequence, hiddenSize), row(cells, sequence, hiddenSize)];
    for (let count = 0; count < length; count++) {
      const time = reverse ? length - 1 - count : count;
      if (open(time, sequence)) {
        const before = shown;
        const state = Array.from({ length: width }, (_, column) =>
          before.reduce((sum, value, unit) => sum + value * at(weight, unit * width + column), 0),
        );
        [shown, kept] = next({ input: row(inputs, time * batch + sequence, width), state }, shown, kept);
      }
      (states[time] ?? [])[sequence] = shown;
    }
    return kept;
  });
  return { hidden: states.flat(2), cell: last.flat() };
}

function at(array: readonly number[], index: number): number {
  return array[index] ?? Number.NaN;
}
