import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect } from "chai";
import { chosenVariant, rememberVariant } from "../../../scripts/setup/context.mjs";
import { main } from "../../../scripts/setup/main.mjs";
import { fakeContext } from "../support/fake-context.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";

describe("the set-up's command line", () => {
  const folder = useTemporaryFolder();

  /** Runs it where the first step fails at once, since there is no package-lock.json. */
  async function refused(args: string[], overrides: Parameters<typeof fakeContext>[1] = {}) {
    const context = fakeContext(folder.path(), overrides);
    const code = await main(args, context);
    return { code, output: context.output(), started: context.started };
  }

  it("refuses what it does not know, with the usage", async () => {
    const { code, output } = await refused(["--gpus"]);
    expect(code).to.equal(1);
    expect(output).to.include("--gpus").and.include("usage: npm run setup");
  });

  it("refuses --gpu and --cpu together", async () => {
    expect(await refused(["--gpu", "--cpu"])).to.deep.equal({
      code: 1,
      output: "Cannot set up for --gpu and --cpu: choose one\n",
      started: [],
    });
  });

  it("refuses --gpu where TensorFlow has none, and does not remember it", async () => {
    const { code, output } = await refused(["--gpu"], { platform: "darwin", architecture: "arm64" });
    expect(code).to.equal(1);
    expect(output).to.include("TensorFlow with CUDA exists for linux-x64 only, and this is darwin-arm64");
    expect(existsSync(folder.path(".llmlab", "variant"))).to.equal(false);
  });

  it("refuses a backend that does not exist", async () => {
    const { code, output } = await refused([], { env: { LLMLAB_BACKEND: "webgpu" } });
    expect(code).to.equal(1);
    expect(output).to.equal(
      "Cannot use LLMLAB_BACKEND=webgpu: there is no such backend; choose one of tensorflow, wasm, cpu\n",
    );
  });

  it("explains itself", async () => {
    const { code, output } = await refused(["--help"]);
    expect(code).to.equal(0);
    expect(output).to.include("--verbose");
  });
});

describe("the choice of --gpu or --cpu", () => {
  const folder = useTemporaryFolder();

  it("is the CPU until another is made, and holds until the next", () => {
    expect(chosenVariant(folder.path())).to.equal("cpu");
    rememberVariant(folder.path(), "gpu");
    expect(chosenVariant(folder.path())).to.equal("gpu");
    rememberVariant(folder.path(), "cpu");
    expect(chosenVariant(folder.path())).to.equal("cpu");
  });
});

describe("the set-up's first file", () => {
  it("starts from any folder", () => {
    const script = new URL("../../../scripts/setup.mjs", import.meta.url).pathname;
    const { status, stdout } = spawnSync(process.execPath, [decodeURIComponent(script), "--help"], {
      cwd: "/",
      encoding: "utf8",
    });
    expect(status).to.equal(0);
    expect(stdout).to.include("usage: npm run setup");
  });

  it("says to an old Node that it is too old, and which command installs a new one", () => {
    const script = new URL("../../../scripts/setup.mjs", import.meta.url).href;
    const pretend = `
      Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.4" } });
      await import(${JSON.stringify(script)});
    `;
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", pretend], {
      encoding: "utf8",
    });
    expect(status).to.equal(1);
    expect(stderr).to.match(
      /^Cannot set llmlab up with Node 18\.20\.4: it needs 20\.19\.0 or newer; install it\n {2}try: /,
    );
  });
});
