import { expect } from "chai";
import { startBackend } from "../../lib/tensor/index.ts";
import { reportOn } from "../support/backend-report.ts";
import { worstDifference } from "../support/tensors.ts";
import { summary } from "./summary.ts";

for (const name of ["wasm", "cpu"]) {
  describe(`models on the ${name} backend`, () => {
    it("learn and decode as on the default backend", async function () {
      this.timeout(60_000);
      const report = reportOn<{ backend: string; found: Record<string, number[]> }>(
        name,
        "test/models/report-summary.ts",
      );
      const { backend, found } = report;
      expect(backend).to.equal(name);
      await startBackend();
      const here = summary();
      expect(Object.keys(found)).to.deep.equal(Object.keys(here));
      for (const [model, numbers] of Object.entries(here)) {
        // Sums of up to some hundred float32 numbers around 1, in other orders.
        expect(worstDifference(found[model] ?? [], numbers), model).to.be.below(1e-4);
      }
    });
  });
}
