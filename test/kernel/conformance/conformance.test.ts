import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { useSharedFolder } from "../../scripts/support/temporary-folder.ts";
import { runTestPython } from "../../support/python.ts";

/** What llmlab_kernel_tests.py says of each test: passed, or failed or skipped with the reason. */
interface Outcome {
  passed: string[];
  failed: Record<string, string>;
  skipped: Record<string, string>;
}

const script = fileURLToPath(new URL("llmlab_kernel_tests.py", import.meta.url));

describe("jupyter_kernel_test on the installed kernel", function () {
  this.timeout(120_000);
  const folder = useSharedFolder();
  let outcome: Outcome;

  before(() => {
    const { status, stdout, stderr } = runTestPython([script, "llmlab"], { cwd: folder.path() });
    expect(status, stderr).to.equal(0);
    outcome = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  });

  it("fails none of its tests", () => {
    expect(outcome.failed).to.deep.equal({});
  });

  it("skips only the pager, which the kernel has none of", () => {
    expect(Object.keys(outcome.skipped)).to.deep.equal(["test_pager"]);
  });

  it("passes each of the others", () => {
    expect(outcome.passed.sort()).to.deep.equal([
      "test_clear_output",
      "test_completion",
      "test_display_data",
      "test_error",
      "test_execute_result",
      "test_execute_stderr",
      "test_execute_stdout",
      "test_history",
      "test_inspect",
      "test_is_complete",
      "test_kernel_info",
      "test_recv_iopub_welcome_msg",
    ]);
  });
});
