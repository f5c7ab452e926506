import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { startBackend } from "../../lib/tensor/index.ts";
import { worstDifference } from "../support/tensors.ts";
import { summary } from "./summary.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

for (const name of ["wasm", "cpu"]) {
  describe(`models on the ${name} backend`, () => {
    it("learn and decode as on the default backend", async function () {
      this.timeout(60_000);
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["--import=tsx", "test/models/report-summary.ts"],
        {
          cwd: root,
          encoding: "utf8",
          env: { ...process.env, LLMLAB_BACKEND: name },
        },
      );
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      const { backend, found }: { backend: string; found: Record<string, number[]> } = JSON.parse(stdout);
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
