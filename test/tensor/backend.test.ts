import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Backend } from "../../lib/tensor/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts the backend in a child process; `printed` is what stands above its report. */
function start(variables: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require=./test/tensor/without-module.cjs", "--import=tsx", "test/tensor/report-backend.ts"],
    { cwd: root, encoding: "utf8", env: { ...process.env, LLMLAB_BACKEND: "", ...variables } },
  );
  const lines = stdout.trimEnd().split("\n");
  const report = lines.pop() ?? "";
  return { status, stderr, printed: lines, report: () => JSON.parse(report) };
}

function startWell(variables: Record<string, string>) {
  const { status, stderr, printed, report } = start(variables);
  // The two lines about oneDNN are the only ones that TensorFlow writes.
  const surprises = stderr.split("\n").filter((line) => !/^$|absl::InitializeLog|oneDNN custom operations/.test(line));
  expect({ status, surprises }).to.deep.equal({ status: 0, surprises: [] });
  const { backend, same, product, current, before, after } = report();
  expect(product).to.deep.equal([[21], [43]]);
  expect(same, "a second start gives the same backend").to.equal(true);
  expect(after, "listeners on the process").to.deep.equal(before);
  expect(current).to.equal(backend.name);
  const { version, ...rest }: Backend = backend;
  expect(version).to.match(/^\d+\.\d+\.\d+/);
  return { backend: rest, printed };
}

/** Multiplies matrices for some seconds in a child process, and sends it SIGINT all the while. */
async function interruptOften() {
  const child = spawn(process.execPath, ["--import=tsx", "test/tensor/multiply-under-signals.ts"], { cwd: root });
  let output = "";
  let interrupts: NodeJS.Timeout | undefined;
  child.stdout.on("data", (chunk) => {
    output += String(chunk).replace("ready\n", () => {
      interrupts = setInterval(() => child.kill("SIGINT"), 20);
      return "";
    });
  });
  const [code] = await once(child, "exit");
  clearInterval(interrupts);
  return { code, output };
}

describe("starting the backend", function () {
  this.timeout(60_000);

  // Setup builds the binding wherever it can. Where it cannot, LLMLAB_BACKEND says which backend the tests are for.
  const native = ["", "tensorflow"].includes(process.env.LLMLAB_BACKEND ?? "");

  (native ? it : it.skip)("starts TensorFlow without a word, on as many threads as there are processors", () => {
    const { backend, printed } = startWell({ TF_NUM_INTRAOP_THREADS: "" });
    expect(backend.name).to.equal("tensorflow");
    expect(backend.threads).to.equal(availableParallelism());
    expect(backend).to.not.have.property("reason");
    expect(printed).to.deep.equal([]);
  });

  (native ? it : it.skip)("survives interrupts in the middle of its work", async () => {
    const { code, output } = await interruptOften();
    expect({ code, output }).to.deep.equal({ code: 0, output: "done\n" });
  });

  (native ? it : it.skip)("leaves the number of threads to who sets it", () => {
    expect(startWell({ TF_NUM_INTRAOP_THREADS: "1" }).backend.threads).to.equal(1);
  });

  it("falls back to WebAssembly, and says once why and what mends it", () => {
    const { backend, printed } = startWell({ WITHOUT_MODULES: "@tensorflow/tfjs-node" });
    const reason =
      "TensorFlow's native binding is not built; `npm run setup` builds it; until then WebAssembly computes, more slowly";
    expect(backend).to.deep.equal({ name: "wasm", threads: 1, gpu: false, reason });
    expect(printed).to.deep.equal([reason]);
  });

  it("falls back to plain JavaScript where there is no WebAssembly either", () => {
    const { backend, printed } = startWell({
      WITHOUT_MODULES: "@tensorflow/tfjs-node,@tensorflow/tfjs-backend-wasm",
    });
    expect(backend.name).to.equal("cpu");
    expect(printed).to.deep.equal([backend.reason]);
    expect(backend.reason).to.match(/not built.*plain JavaScript computes/);
  });

  for (const name of ["wasm", "cpu"]) {
    it(`starts ${name} without a word when LLMLAB_BACKEND asks for it`, () => {
      const { backend, printed } = startWell({ LLMLAB_BACKEND: name });
      expect(backend).to.deep.equal({ name, threads: 1, gpu: false });
      expect(printed).to.deep.equal([]);
    });
  }

  it("refuses to force a backend that is not there", () => {
    const { status, stderr } = start({ LLMLAB_BACKEND: "tensorflow", WITHOUT_MODULES: "@tensorflow/tfjs-node" });
    expect(status).to.equal(1);
    expect(stderr).to.contain(
      'Cannot start the backend "tensorflow", which LLMLAB_BACKEND asks for: TensorFlow\'s native binding is not built; `npm run setup` builds it, or unset LLMLAB_BACKEND',
    );
  });

  it("refuses to force a backend that does not exist", () => {
    const { status, stderr } = start({ LLMLAB_BACKEND: "webgpu" });
    expect(status).to.equal(1);
    expect(stderr).to.contain(
      'Cannot start the backend "webgpu": there are tensorflow, wasm, cpu; set LLMLAB_BACKEND to one of them, or unset it',
    );
  });
});
