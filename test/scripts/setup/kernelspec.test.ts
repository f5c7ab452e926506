import { readFileSync } from "node:fs";
import { expect } from "chai";
import { kernelspec, kernelspecFile, kernelspecText } from "../../../scripts/setup/kernelspec.mjs";
import { fakeContext } from "../support/fake-context.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile } from "../support/write-file.ts";

describe("the kernelspec", () => {
  const folder = useTemporaryFolder();
  const status = (context = fakeContext(folder.path())) => kernelspec.state(context).status;

  it("starts tslab with full paths and no doubt about the language", () => {
    const root = folder.path();
    const spec = JSON.parse(kernelspecText({ root, variant: "cpu" }));
    expect(spec).to.deep.equal({
      argv: [
        process.execPath,
        "--disable-warning=ExperimentalWarning",
        folder.path("node_modules", "tslab", "bin", "tslab"),
        "kernel",
        "--config-path={connection_file}",
      ],
      display_name: "TypeScript (llmlab)",
      language: "typescript",
      interrupt_mode: "signal",
      env: { TF_CPP_MIN_LOG_LEVEL: "3", FORCE_COLOR: "0" },
    });
  });

  it("lets notebooks share a GPU", () => {
    const spec = JSON.parse(kernelspecText({ root: folder.path(), variant: "gpu" }));
    expect(spec.env).to.have.property("TF_FORCE_GPU_ALLOW_GROWTH", "true");
  });

  it("lies where only the environment's own Jupyter looks", () => {
    expect(kernelspecFile({ root: "/r" })).to.equal("/r/.venv/share/jupyter/kernels/llmlab/kernel.json");
  });

  it("is written once, and again when the folder has moved, Node has changed or a GPU is chosen", async () => {
    expect(status()).to.equal("missing");
    await kernelspec.run(fakeContext(folder.path()), () => {});
    expect(status()).to.equal("ready");
    const file = kernelspecFile({ root: folder.path() });
    const text = readFileSync(file, "utf8");
    for (const part of [folder.path(), process.execPath]) {
      writeFile(file, text.replaceAll(part, "/elsewhere"));
      expect(status()).to.equal("missing");
    }
    writeFile(file, text);
    expect(status(fakeContext(folder.path(), { variant: "gpu" }))).to.equal("missing");
  });
});
