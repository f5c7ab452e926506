import { expect } from "chai";
import { startBackend, tensorCount } from "../../lib/tensor/index.ts";
import { comparisons } from "./golden-cases.ts";
import { transformerComparisons } from "./transformer-cases.ts";

// PyTorch computed in float64; sums of a few dozen float32 products around 1 are good to about 1e-6.
const tolerance = 1e-5;

describe("against PyTorch", () => {
  before(() => startBackend());

  for (const { name, differences } of [...comparisons(), ...transformerComparisons()]) {
    it(`agrees on ${name}, forward and backward`, () => {
      const before = tensorCount();
      for (const [quantity, worst] of Object.entries(differences())) {
        expect(worst, quantity).to.be.below(tolerance);
      }
      expect(tensorCount(), "tensors left behind").to.equal(before);
    });
  }
});
