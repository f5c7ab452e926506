import { expect } from "chai";
import { startBackend } from "../../lib/tensor/index.ts";
import type { TrainingResult } from "../../lib/training/index.ts";
import { train } from "../../lib/training/index.ts";
import { reportOn } from "../support/backend-report.ts";
import { worstDifference } from "../support/tensors.ts";
import { tinyGpt } from "./tiny-gpt.ts";

type Course = TrainingResult & { name: string; tensorsLeft: number };

describe("training without TensorFlow's runtime", () => {
  let here: TrainingResult;

  before(async () => {
    await startBackend();
    const model = tinyGpt();
    const validation = { batch: model.batch, batches: 2, every: 5 };
    const options = { mode: "graph", steps: 10, accumulate: 2, clipNorm: 1, progress: false, validation } as const;
    here = await train({ ...model, ...options });
    model.dispose();
  });

  for (const backend of ["wasm", "cpu"]) {
    it(`runs the same call eagerly, with the same batches and the same dropout: ${backend}`, () => {
      const there = reportOn<Course>(backend, "test/training/report-course.ts");
      expect(there.name).to.equal(backend);
      expect(there.losses).to.have.lengthOf(10);
      // 10 steps of Adam, which divides by the gradients' size, carry rounding from 1e-7 to about 1e-5.
      expect(worstDifference(there.losses, here.losses), "losses").to.be.below(1e-4);
      expect(worstDifference(there.norms, here.norms), "norms").to.be.below(1e-3);
      const measured = ({ validation }: TrainingResult) => validation.map(({ loss }) => loss);
      expect(worstDifference(measured(there), measured(here)), "validation").to.be.below(1e-4);
      expect(there.tensorsLeft, "tensors left behind").to.equal(0);
    }).timeout(60_000);
  }
});
