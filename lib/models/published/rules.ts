/** Which published tensor a parameter of ours is, and what is done to it. */
export interface Rule {
  /** The name of our parameter, as `namedParameters` has it. */
  readonly to: string;
  /** The names that it is published under, the usual one first. */
  readonly from: readonly [string, ...string[]];
  /**
   * `"transposed"` turns [out, in] into our [in, out]. A number takes the first, second or last third of the columns:
   * GPT-2 keeps queries, keys and values side by side.
   */
  readonly change?: "transposed" | 0 | 1 | 2;
}

/** The rules of a linear layer as PyTorch keeps it: [out, in]. */
export function linearRules(to: string, from: string, { bias = true }: { bias?: boolean } = {}): Rule[] {
  const weight: Rule = { to: `${to}.weight`, from: [`${from}.weight`], change: "transposed" };
  return bias ? [weight, { to: `${to}.bias`, from: [`${from}.bias`] }] : [weight];
}

/** The rules of a layer norm. BERT's weights are older than PyTorch's names for it, and keep those of its paper. */
export function normRules(to: string, from: string): Rule[] {
  return [
    { to: `${to}.scale`, from: [`${from}.weight`, `${from}.gamma`] },
    { to: `${to}.shift`, from: [`${from}.bias`, `${from}.beta`] },
  ];
}

/** The shape that a published tensor has once it is changed. */
export function changedShape(shape: readonly number[], change: Rule["change"]): number[] {
  if (change === undefined) {
    return [...shape];
  }
  return change === "transposed" ? [...shape].reverse() : [...shape.slice(0, -1), (shape.at(-1) ?? 0) / 3];
}
