import { expect } from "chai";
import { startBackend, tensorCount } from "../../../lib/tensor/index.ts";
import { recurrentComparisons } from "./golden-cases.ts";

// PyTorch computed in float64; four steps of sums of six float32 products around 1 are good to about 1e-6.
const tolerance = 1e-5;

describe("recurrent layers against PyTorch", () => {
  before(() => startBackend());

  for (const { name, differences } of recurrentComparisons()) {
    it(`load its weights one to one and agree on ${name}, forward and backward`, () => {
      const before = tensorCount();
      for (const [quantity, worst] of Object.entries(differences())) {
        expect(worst, quantity).to.be.below(tolerance);
      }
      expect(tensorCount(), "tensors left behind").to.equal(before);
    });
  }
});
