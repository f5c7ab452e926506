import { expect } from "chai";
import { createRandom } from "../../lib/random/index.ts";
import type { Backend } from "../../lib/tensor/index.ts";
import { startBackend } from "../../lib/tensor/index.ts";
import { train } from "../../lib/training/index.ts";
import { reportOn } from "../support/backend-report.ts";
import { recallTask } from "./recall-task.ts";

interface Report {
  backend: Backend;
  differences: ({ name: string } & Record<string, number>)[];
  tensorsLeft: number;
  losses: number[];
}

for (const name of ["wasm", "cpu"]) {
  describe(`on the ${name} backend`, () => {
    let report: Report;

    before(function () {
      this.timeout(60_000);
      report = reportOn<Report>(name, "test/nn/report-differences.ts");
      expect(report.backend.name).to.equal(name);
    });

    it("every layer agrees with PyTorch, forward and backward", () => {
      expect(report.differences).to.have.lengthOf.above(20);
      for (const { name, ...quantities } of report.differences) {
        for (const [quantity, worst] of Object.entries(quantities)) {
          expect(worst, `${name}: ${quantity}`).to.be.below(1e-5);
        }
      }
      expect(report.tensorsLeft, "tensors left behind").to.equal(0);
    });

    it("training takes the same course as on the default backend", async () => {
      await startBackend();
      const here = await train({ ...recallTask(createRandom(3)), steps: 20, learningRate: 0.01, progress: false });
      expect(report.losses).to.have.lengthOf(20);
      for (const [step, loss] of here.losses.entries()) {
        // 20 steps of Adam, which divides by the gradients' size, carry rounding from 1e-7 to about 1e-5.
        expect(report.losses[step], `loss of step ${step}`).to.be.closeTo(loss, 1e-4);
      }
    });
  });
}
