import { expect } from "chai";
import { plainAttention } from "../../../lib/tensor/fused/attention.ts";
import { preparePairs } from "../../../lib/tensor/fused/attention-pairs.ts";
import { causalAttention, causalBlocks } from "../../../lib/tensor/fused/causal-attention.ts";
import type { AttentionOptions } from "../../../lib/tensor/index.ts";
import { compile, createTensorRandom, softmaxAttention, startBackend, tf } from "../../../lib/tensor/index.ts";
import * as loops from "../../nn/plain.ts";
import { expectNewTensors } from "../../support/tensors.ts";
import type { OperationCase } from "./cases.ts";
import { differencesOf, referenceResults, tensorResults } from "./differences.ts";
import { toRows } from "./reference.ts";

// float32 against float64 or in another order, sums of at most 128 products around 1.
const tolerance = 1e-4;

const [batch, size, valueSize] = [2, 4, 3];

/** Causal attention of so many positions, in so many blocks or as the library chooses. */
function caseOf(length: number, blocks?: number, dropout = 0): OperationCase {
  const options = (): AttentionOptions =>
    dropout === 0
      ? { causal: true }
      : { causal: true, dropout, random: createTensorRandom(tf.tensor1d([3, 4], "int32")) };
  const pairs = () => preparePairs([batch, length, length], size, options());
  return {
    name: `causal attention of ${length} positions`,
    shapes: [size, size, valueSize].map((width) => [batch, length, width]),
    apply: (q = tf.scalar(0), k = q, v = q) =>
      blocks === undefined ? softmaxAttention(q, k, v, options()) : causalAttention(q, k, v, pairs(), blocks),
    plain: (q = tf.scalar(0), k = q, v = q) => plainAttention(q, k, v, pairs()),
    reference: (q = [], k = [], v = []) =>
      Array.from({ length: batch }, (_, at) => {
        const rows = (x: number[], width: number) => toRows(x, width).slice(at * length, (at + 1) * length);
        const open = (query: number, key: number) => key <= query;
        return loops.plainAttention(rows(q, size), rows(k, size), rows(v, valueSize), open).output.flat();
      }).flat(),
  };
}

describe("causal attention in blocks of queries", () => {
  before(async function () {
    await startBackend();
    if (tf.getBackend() !== "tensorflow") this.skip();
  });

  it("is cut where it pays", () => {
    expect([1, 64, 127, 128, 191, 192, 256, 1024].map(causalBlocks)).to.deep.equal([1, 1, 1, 2, 2, 3, 4, 4]);
  });

  // Blocks of one size, with a shorter last one, and of one query each.
  for (const [length, blocks] of [
    [6, 2],
    [7, 3],
    [5, 4],
    [3, 3],
  ] as const) {
    it(`is its definition in float64 for ${length} positions in ${blocks} blocks, and its gradients the numeric ones`, () => {
      const operation = caseOf(length, blocks);
      const differences = differencesOf(tensorResults(operation, "apply"), referenceResults(operation));
      expect(Math.max(...differences)).to.be.below(tolerance);
    });
  }

  for (const [length, dropout] of [
    [128, 0],
    [130, 0.3],
  ] as const) {
    for (const mode of ["eager", "graph", "xla"] as const) {
      it(`is what the plain version gives for ${length} positions with a dropout of ${dropout}, ${mode}`, () => {
        const operation = caseOf(length, undefined, dropout);
        const actual = tensorResults(operation, "apply", (step, inputs) => {
          const compiled = compile(step, { mode });
          const results = compiled(...inputs);
          compiled.dispose();
          return results;
        });
        const differences = differencesOf(actual, tensorResults(operation, "plain"));
        expect(differences).to.have.lengthOf(4);
        expect(Math.max(...differences)).to.be.below(tolerance);
      });
    }
  }

  it("leaves nothing behind, forward and backward", () => {
    const inputs = caseOf(128).shapes.map((shape) => tf.ones(shape));
    const attend = (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) => softmaxAttention(q, k, v, { causal: true });
    const [q = tf.scalar(0), k = q, v = q] = inputs;
    expectNewTensors(1, () => attend(q, k, v));
    expectNewTensors(3, () => tf.grads((...x: tf.Tensor[]) => tf.sum(attend(x[0] ?? q, x[1] ?? k, x[2] ?? v)))(inputs));
    tf.dispose(inputs);
  });
});
