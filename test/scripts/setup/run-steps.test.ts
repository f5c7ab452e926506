import { expect } from "chai";
import type { Step, StepState } from "../../../scripts/setup/context.mjs";
import { runSteps } from "../../../scripts/setup/run-steps.mjs";
import { SetupError } from "../../../scripts/setup/setup-error.mjs";
import { errorOf } from "../../support/printed.ts";
import { fakeContext } from "../support/fake-context.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";

interface FakeStep extends Step {
  runs: number;
}

/** A step that is missing until it has run, or that is always in the state given. */
function fakeStep(name: string, { fails, always }: { fails?: unknown; always?: StepState } = {}): FakeStep {
  const step: FakeStep = {
    name,
    runs: 0,
    work: () => "making it, about 5 s",
    state: () => {
      if (always !== undefined) return always;
      return step.runs > 0 ? { status: "ready", detail: "made" } : { status: "missing", reason: "not made" };
    },
    run: async (context) => {
      await context.run("make", [name]);
      if (fails !== undefined) throw fails;
      step.runs++;
    },
  };
  return step;
}

describe("running the steps", () => {
  const folder = useTemporaryFolder();

  it("makes what is missing, in order, and says so", async () => {
    const context = fakeContext(folder.path());
    expect(await runSteps([fakeStep("One"), fakeStep("Two")], context)).to.equal(0);
    expect(context.started).to.deep.equal([
      ["make", "One"],
      ["make", "Two"],
    ]);
    expect(context.output()).to.match(/^One: making it, about 5 s\nTwo: making it, about 5 s\nSet up in 0\.\d s\n$/);
  });

  it("does nothing a second time: no process starts, nothing is made, one line is said", async () => {
    const steps = [fakeStep("One"), fakeStep("Two")];
    await runSteps(steps, fakeContext(folder.path()));
    const second = fakeContext(folder.path());
    expect(await runSteps(steps, second)).to.equal(0);
    expect(second.started).to.deep.equal([]);
    expect(steps.map(({ runs }) => runs)).to.deep.equal([1, 1]);
    expect(second.output()).to.match(/^Everything is in place \(0\.\d s\)\n$/);
  });

  it("stops at a step that fails, says why, and goes on from there the next time", async () => {
    const error = new SetupError("Cannot make it: no paper", { remedies: ["buy paper"] });
    const one = fakeStep("One");
    const three = fakeStep("Three");
    const first = fakeContext(folder.path());
    expect(await runSteps([one, fakeStep("Two", { fails: error }), three], first)).to.equal(1);
    expect(first.output()).to.include("Two: failed\nCannot make it: no paper\n  try: buy paper\n");
    expect(three.runs).to.equal(0);
    const second = fakeContext(folder.path());
    expect(await runSteps([one, fakeStep("Two"), three], second)).to.equal(0);
    expect(second.started.map(([, name]) => name)).to.deep.equal(["Two", "Three"]);
  });

  it("does not dress a bug of its own up as a failed step", async () => {
    const bug = new TypeError("a bug");
    const context = fakeContext(folder.path());
    expect(await errorOf(() => runSteps([fakeStep("One", { fails: bug })], context))).to.equal(bug);
  });

  it("gives what is unavailable one line, with what computes instead and what would change that", async () => {
    const always = {
      status: "unavailable",
      reason: "there is no C++ compiler",
      instead: "WebAssembly computes, more slowly",
      remedy: "sudo apt-get install g++",
    } as const;
    const steps = [fakeStep("One"), fakeStep("TensorFlow", { always })];
    const line =
      "TensorFlow: left out, since there is no C++ compiler; WebAssembly computes, more slowly; " +
      "to change that: sudo apt-get install g++, then npm run setup\n";
    for (const finish of ["Set up in", "Everything is in place"]) {
      const context = fakeContext(folder.path());
      expect(await runSteps(steps, context)).to.equal(0);
      expect(context.output()).to.include(`${line}${finish}`);
    }
  });
});
