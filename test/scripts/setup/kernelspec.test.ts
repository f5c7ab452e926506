import { readFileSync } from "node:fs";
import { expect } from "chai";
import { kernelspec } from "../../../scripts/setup/kernelspec.mjs";
import { fakeContext } from "../support/fake-context.ts";
import { copyKernelSources } from "../support/kernel-sources.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile } from "../support/write-file.ts";

describe("the kernelspec of the set-up", () => {
  const folder = useTemporaryFolder();
  const status = (context = fakeContext(folder.path())) => kernelspec.state(context).status;

  it("lies where only the environment's own Jupyter looks, and is written again when anything of it has changed", async () => {
    copyKernelSources(folder.path());
    expect(status()).to.equal("missing");
    await kernelspec.run(fakeContext(folder.path()), () => {});
    expect(status()).to.equal("ready");
    const file = folder.path(".venv", "share", "jupyter", "kernels", "llmlab", "kernel.json");
    const text = readFileSync(file, "utf8");
    for (const part of [folder.path(), process.execPath]) {
      writeFile(file, text.replaceAll(part, "/elsewhere"));
      expect(status()).to.equal("missing");
    }
    writeFile(file, text);
    expect(status(fakeContext(folder.path(), { variant: "gpu" }))).to.equal("missing");
    writeFile(folder.path("lib", "kernel", "kernelspec", "logo-32x32.png"), "another");
    expect(status()).to.equal("missing");
  });
});
