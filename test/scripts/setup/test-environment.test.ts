import { readFileSync, rmSync } from "node:fs";
import { expect } from "chai";
import { testSteps } from "../../../scripts/setup/steps.mjs";
import { testEnvironment } from "../../../scripts/setup/test-environment.mjs";
import { errorOf } from "../../support/printed.ts";
import { failing, fakeContext } from "../support/fake-context.ts";
import { copyKernelSources } from "../support/kernel-sources.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile } from "../support/write-file.ts";

describe("the test environment", () => {
  const folder = useTemporaryFolder();
  beforeEach(() => {
    copyKernelSources(folder.path());
    writeFile(folder.path("requirements-test.txt"), "nbgrader==0.9.5\n");
    writeFile(folder.path(".venv", "lib", "python3.11", "site-packages", "jupyterlab.py"));
    writeFile(folder.path(".venv", ".llmlab-stamp.json"), '{ "requirements": "one" }');
  });

  const machine = (pip = async () => ({ stdout: "" })) =>
    fakeContext(folder.path(), {
      run: async (_command, args) => {
        if (args[1] === "pip") return pip();
        writeFile(folder.path(".venv-test", "lib", "python3.11", "site-packages", "README"));
        return { stdout: "" };
      },
    });
  const make = (context = machine()) => testEnvironment.run(context, () => {});
  const status = () => testEnvironment.state(fakeContext(folder.path())).status;

  it("is left out of a learner's set-up", () => {
    expect(testSteps.filter(({ name }) => name === "Test environment")).to.have.length(1);
    expect(testSteps.at(-1)).to.equal(testEnvironment);
  });

  it("sees what .venv has, and knows the kernel", async () => {
    await make();
    const packages = folder.path(".venv-test", "lib", "python3.11", "site-packages");
    const base = folder.path(".venv", "lib", "python3.11", "site-packages");
    expect(readFileSync(`${packages}/llmlab-base.pth`, "utf8")).to.equal(`${base}\n`);
    const spec = readFileSync(
      folder.path(".venv-test", "share", "jupyter", "kernels", "llmlab", "kernel.json"),
      "utf8",
    );
    expect(JSON.parse(spec).argv[1]).to.equal(folder.path("dist", "kernel", "main.js"));
  });

  it("is made anew when its versions change, and when .venv does", async () => {
    expect(status()).to.equal("missing");
    await make();
    expect(status()).to.equal("ready");
    writeFile(folder.path("requirements-test.txt"), "nbgrader==0.9.6\n");
    expect(status()).to.equal("missing");
    await make();
    writeFile(folder.path(".venv", ".llmlab-stamp.json"), '{ "requirements": "two" }');
    expect(status()).to.equal("missing");
  });

  it("only registers the kernel again when nothing else is missing", async () => {
    await make();
    rmSync(folder.path(".venv-test", "share"), { recursive: true });
    expect(status()).to.equal("missing");
    const context = machine();
    await make(context);
    expect(context.started).to.deep.equal([]);
    expect(status()).to.equal("ready");
  });

  it("is missing when the installation did not end", async () => {
    const broken = machine(failing("No matching distribution").bind(null, "pip", []));
    expect((await errorOf(() => make(broken))).message).to.match(/^Cannot make the test environment/);
    expect(status()).to.equal("missing");
  });
});
