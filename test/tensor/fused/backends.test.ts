import { expect } from "chai";
import { createTensorRandom, startBackend, tf } from "../../../lib/tensor/index.ts";
import { reportOn } from "../../support/backend-report.ts";

interface Report {
  backend: string;
  differences: { name: string; worst: number | null }[];
  numbers: number[][];
  tensorsLeft: number;
}

for (const name of ["wasm", "cpu"]) {
  describe(`fused operations on the ${name} backend`, () => {
    let report: Report;

    before(function () {
      this.timeout(60_000);
      report = reportOn<Report>(name, "test/tensor/fused/report-differences.ts");
      expect(report.backend).to.equal(name);
    });

    it("are their definitions in float64, and their gradients the numeric ones", () => {
      expect(report.differences).to.have.lengthOf.above(10);
      for (const { name, worst } of report.differences) {
        expect(worst, name).to.be.below(1e-5);
      }
    });

    it("leave no tensors behind", () => {
      expect(report.tensorsLeft).to.equal(0);
    });

    it("draw the same random numbers as TensorFlow", async () => {
      await startBackend();
      const random = createTensorRandom(tf.tensor1d([-7, 12], "int32"));
      const here = [random.uniform([5]), random.chance([2, 3], 0.3), random.uniform([2])];
      expect(report.numbers).to.deep.equal(here.map((drawn) => [...drawn.dataSync()]));
      tf.dispose(here);
    });
  });
}
