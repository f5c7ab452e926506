import { expect } from "chai";
import { diagnose } from "../../../scripts/doctor/diagnose.mjs";
import { examineMachine } from "../../../scripts/doctor/examine-machine.mjs";
import { formatDiagnosis } from "../../../scripts/doctor/format-diagnosis.mjs";
import { main } from "../../../scripts/doctor/main.mjs";
import type { Context, Step, StepState } from "../../../scripts/setup/context.mjs";
import { CommandFailed } from "../../../scripts/setup/run-command.mjs";
import { steps } from "../../../scripts/setup/steps.mjs";
import { fakeContext } from "../support/fake-context.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile, writeProgram } from "../support/write-file.ts";

const native = { name: "tensorflow", version: "2.21.0", threads: 2, gpu: false };
const product = { size: 1024, milliseconds: 12.5, gigaflops: 171.8 };

/** The set-up's own steps, all ready but for those named. */
function stepsWith(states: Record<string, StepState> = {}): Step[] {
  return steps.map((step) => ({ ...step, state: () => states[step.name] ?? { status: "ready", detail: "made" } }));
}

describe("the doctor", () => {
  const folder = useTemporaryFolder();

  /** A machine on which the backend reports `backend`, or fails with that error. */
  const machine = (backend: object | CommandFailed = { ...native, ...product }, overrides: Partial<Context> = {}) =>
    fakeContext(folder.path(), {
      run: async (_command, args) => {
        if (!args.some((arg) => arg.endsWith("measure-backend.mjs"))) return { stdout: "11.0.0\n" };
        if (backend instanceof CommandFailed) throw backend;
        return { stdout: `a line that the library prints\n${JSON.stringify(backend)}\n` };
      },
      ...overrides,
    });
  const freshCheckout = () => {
    for (const name of ["package-lock.json", "requirements.txt", "tsconfig.json", "lib/tsconfig.json"])
      writeFile(folder.path(name));
  };
  const problemsOf = async (context: Context, states: Record<string, StepState> = {}) =>
    (await diagnose(context, stepsWith(states))).problems.map(({ severity, message }) => `${severity}: ${message}`);

  it("finds nothing wrong where all is well, and reports what computes and how fast", async () => {
    const diagnosis = await diagnose(machine(), stepsWith());
    expect(diagnosis.ok).to.equal(true);
    expect(diagnosis.problems).to.deep.equal([]);
    const text = formatDiagnosis(diagnosis);
    expect(text).to.include("Backend         tensorflow 2.21.0, 2 threads, no GPU\n");
    expect(text).to.include("Matrix product  1024 x 1024, float32: 12.5 ms, 172 GFLOP/s (median of 9)\n");
    expect(text).to.match(/\nThe course can run\.$/);
  });

  it("runs where nothing is installed, starts nothing of it, and says that one command mends all", async () => {
    freshCheckout();
    writeProgram(folder.path("bin", "c++"));
    const context = machine(undefined, { env: { PATH: folder.path("bin") } });
    expect(await main([], context)).to.equal(1);
    expect(context.started).to.deep.equal([["npm", "--version"]]);
    const text = context.output();
    expect(text).to.include("Node packages       missing: not installed\n");
    expect(text).to.include("JupyterLab     not installed\n");
    expect(text).to.include("Problem: Python environment: there is no .venv\n");
    expect(text.match(/try: npm run setup\n/g)).to.have.length(1);
    expect(text).to.match(/\nThe course cannot run yet\.\n$/);
  });

  it("prints the same as JSON", async () => {
    freshCheckout();
    const context = machine();
    expect(await main(["--json"], context)).to.equal(1);
    const diagnosis = JSON.parse(context.output());
    expect(diagnosis.ok).to.equal(false);
    expect(diagnosis.versions.Node).to.equal(process.versions.node);
    expect(diagnosis.steps[0]).to.deep.equal({ name: "Node packages", status: "missing", reason: "not installed" });
    expect(diagnosis.problems[0].remedy).to.equal("npm run setup");
  });

  it("refuses arguments that it does not know", async () => {
    const context = machine();
    expect(await main(["--yaml"], context)).to.equal(1);
    expect(context.output()).to.include("usage: npm run doctor");
  });

  it("lets the course run without TensorFlow, and says what would bring it back", async () => {
    const absence = {
      status: "unavailable",
      reason: "there is no C++ compiler",
      instead: "WebAssembly computes, more slowly",
      remedy: "sudo apt-get install g++",
    } as const;
    const wasm = { name: "wasm", version: "4.22.0", threads: 1, gpu: false, ...product };
    const diagnosis = await diagnose(machine(wasm), stepsWith({ TensorFlow: absence }));
    expect(diagnosis.ok).to.equal(true);
    expect(diagnosis.problems).to.deep.equal([
      {
        severity: "warning",
        message: "TensorFlow is left out, since there is no C++ compiler; WebAssembly computes, more slowly",
        remedy: "sudo apt-get install g++, then npm run setup",
      },
    ]);
  });

  it("warns when TensorFlow is set up and another backend computes all the same", async () => {
    const fallen = { ...native, ...product, name: "wasm", reason: "libtensorflow_cc.so.2 is missing" };
    expect(await problemsOf(machine(fallen))).to.deep.equal([
      "warning: TensorFlow is set up but does not start: libtensorflow_cc.so.2 is missing",
    ]);
  });

  it("is content with a backend that was asked for", async () => {
    const wasm = { ...native, ...product, name: "wasm" };
    expect(await problemsOf(machine(wasm, { env: { LLMLAB_BACKEND: "wasm" } }))).to.deep.equal([]);
  });

  it("fails when a forced backend does not start", async () => {
    const failure = new CommandFailed("node", "ended with code 1", "Error: Cannot start the backend\n    at start");
    const context = machine(failure, { env: { LLMLAB_BACKEND: "tensorflow" } });
    const { ok, problems } = await diagnose(context, stepsWith());
    expect(ok).to.equal(false);
    expect(problems).to.deep.equal([
      {
        severity: "error",
        message: "The backend does not start: Cannot start the backend",
        remedy: "unset LLMLAB_BACKEND, or npm run setup",
      },
    ]);
  });

  it("says whether TensorFlow sees the GPU that it was set up for", async () => {
    const blind = machine({ ...native, ...product }, { variant: "gpu" });
    expect(await problemsOf(blind)).to.deep.equal(["warning: TensorFlow was set up for a GPU but sees none"]);
    const seeing = machine({ ...native, ...product, gpu: true }, { variant: "gpu" });
    const diagnosis = await diagnose(seeing, stepsWith());
    expect(diagnosis.problems).to.deep.equal([]);
    expect(formatDiagnosis(diagnosis)).to.include("2 threads, GPU\n");
  });

  it("fails when JupyterLab does not start although it is installed", async () => {
    const context = machine(undefined, {
      run: async (_command, args) => {
        if (args.includes("jupyterlab")) throw new CommandFailed("python", "ended with code 1", "ImportError");
        return { stdout: JSON.stringify({ ...native, ...product }) };
      },
    });
    expect(await problemsOf(context)).to.deep.equal([
      "error: JupyterLab does not start: Cannot run python: it ended with code 1",
    ]);
  });

  it("fails when the kernel does not run a cell, and names its log", async () => {
    const context = machine(undefined, {
      run: async (_command, args) => {
        if (args[0] === "-c")
          throw new CommandFailed("python", "ended with code 1", "Traceback\nRuntimeError: Kernel died");
        return { stdout: JSON.stringify({ ...native, ...product }) };
      },
    });
    const { problems } = await diagnose(context, stepsWith());
    expect(problems).to.deep.equal([
      {
        severity: "error",
        message: "The kernel does not run a cell: RuntimeError: Kernel died",
        remedy: "look at the kernel's log, llmlab/kernel.log in jupyter --data-dir",
      },
    ]);
  });

  it("warns of little disk and memory, but of macOS's memory only when there is little in all", () => {
    const little = { freeDisk: 2e9, freeMemory: 1e9, memory: 16e9 };
    const at = (platform: NodeJS.Platform) => ({ root: "/r", platform, architecture: "x64" });
    const messages = (platform: NodeJS.Platform, measured = little) =>
      examineMachine(at(platform), measured).problems.map(({ severity, message }) => `${severity}: ${message}`);
    expect(messages("linux")).to.deep.equal([
      "warning: Only 2.0 GB of disk are free: 3.0 GB are safe",
      "warning: Only 1.0 GB of memory are free: 2.0 GB are safe",
    ]);
    expect(messages("darwin")).to.have.length(1);
    expect(messages("linux", { freeDisk: 50e9, freeMemory: 8e9, memory: 16e9 })).to.deep.equal([]);
  });
});
