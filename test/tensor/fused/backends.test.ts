import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { createTensorRandom, startBackend, tf } from "../../../lib/tensor/index.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

interface Report {
  backend: string;
  differences: { name: string; worst: number | null }[];
  numbers: number[][];
  tensorsLeft: number;
}

function reportOf(backend: string): Report {
  const report = "test/tensor/fused/report-differences.ts";
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import=tsx", report], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, LLMLAB_BACKEND: backend },
  });
  expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
  return JSON.parse(stdout);
}

for (const name of ["wasm", "cpu"]) {
  describe(`fused operations on the ${name} backend`, () => {
    let report: Report;

    before(function () {
      this.timeout(60_000);
      report = reportOf(name);
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
