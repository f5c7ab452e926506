import { tf } from "../../tensor/index.ts";
import { packedSize } from "./packed.ts";

/** The variables that learn: a list from `parametersOf(model)`, or with their names from `namedParameters(model)`. */
export type Parameters = readonly tf.Variable[] | ReadonlyMap<string, tf.Variable>;

/** A rule that moves parameters against the gradient of the loss, with what it remembers from step to step. */
export interface Optimizer {
  /** What it moves, in the order in which the gradient holds them. */
  readonly parameters: readonly tf.Variable[];
  /** What it remembers, by name. With the parameters this is all that a checkpoint needs. */
  readonly state: ReadonlyMap<string, tf.Variable>;
  /**
   * Moves all parameters once. It is tensors throughout, so that `compile` can record it.
   *
   * @param gradient [N], from `pack` over the gradients of all parameters in their order.
   * @param learningRate a single number, as a tensor.
   */
  update(gradient: tf.Tensor1D, learningRate: tf.Scalar): void;
  /** Frees what it remembers, not the parameters. */
  dispose(): void;
}

/** Lists the variables that learn. */
export function parameterList(parameters: Parameters): readonly tf.Variable[] {
  return [...parameters.values()];
}

/** Creates what an optimiser remembers: a number for each number of the packed gradient, from 0. */
export function zerosLike(parameters: readonly tf.Variable[]): tf.Variable<tf.Rank.R1> {
  const size = parameters.reduce((sum, parameter) => sum + parameter.size, 0);
  return tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([packedSize(size)]), false));
}

/** Checks that an optimiser has something to move, and that its settings are numbers in their range. */
export function checkOptimizer(
  name: string,
  parameters: readonly tf.Variable[],
  settings: Readonly<Record<string, { value: number; below?: number }>>,
): void {
  if (parameters.length === 0) {
    throw new Error(
      `Cannot create ${name} without parameters: pass the variables that learn, from parametersOf(model)`,
    );
  }
  for (const [setting, { value, below = Number.POSITIVE_INFINITY }] of Object.entries(settings)) {
    if (!(value >= 0 && value < below)) {
      const range = Number.isFinite(below) ? `from 0 to below ${below}` : "from 0 up";
      throw new RangeError(`Cannot create ${name} with ${setting} ${value}: it is a number ${range}`);
    }
  }
}
