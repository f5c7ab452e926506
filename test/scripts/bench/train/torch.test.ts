import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { findTorch } from "../../../../scripts/bench/train/torch-environment.ts";
import { repositoryRoot } from "../../../../scripts/setup/context.mjs";
import { errorOf } from "../../../support/printed.ts";
import { testPython } from "../../../support/python.ts";
import { useTemporaryFolder } from "../../support/temporary-folder.ts";

const twins = join(repositoryRoot, "scripts", "bench", "train", "torch");

describe("PyTorch for the training benchmark", () => {
  const folder = useTemporaryFolder();

  it("is the Python that is named, as it is", async () => {
    expect(await findTorch(folder.path(), "/opt/python")).to.have.property("program", "/opt/python");
  });

  it("says what to do where it cannot be installed", async () => {
    const before = process.env.LLMLAB_PYTHON;
    process.env.LLMLAB_PYTHON = "no-such-python";
    try {
      const { message } = await errorOf(() => findTorch(folder.path()));
      expect(message).to.match(
        /^Cannot make the environment with PyTorch: Cannot find Python 3\.10 .*--python PROGRAM/,
      );
    } finally {
      if (before === undefined) delete process.env.LLMLAB_PYTHON;
      else process.env.LLMLAB_PYTHON = before;
    }
  });

  it("runs twins that the oldest Python can read", () => {
    const files = readdirSync(twins).filter((name) => name.endsWith(".py"));
    expect(files).to.include("serve.py");
    const check =
      "import ast, sys\nfor path in sys.argv[1:]: ast.parse(open(path).read(), path, feature_version=(3, 10))";
    execFileSync(testPython, ["-c", check, ...files.map((name) => join(twins, name))]);
  });
});
