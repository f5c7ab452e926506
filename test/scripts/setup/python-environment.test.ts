import { existsSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { expect } from "chai";
import { pythonEnvironment } from "../../../scripts/setup/python-environment.mjs";
import { environmentProgram, pythonVariables } from "../../../scripts/setup/virtual-environment.mjs";
import { errorOf } from "../../support/printed.ts";
import { failing, fakeContext } from "../support/fake-context.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile, writeProgram } from "../support/write-file.ts";

describe("the Python environment", () => {
  const folder = useTemporaryFolder();
  const bin = (name: string, root = folder.path()) => `${root}/.venv/bin/${name}`;
  beforeEach(() => {
    writeFile(folder.path("requirements.txt"), "jupyterlab==4.6.6\n");
    writeProgram(folder.path("system", "python3"));
  });

  /** A machine whose Python makes an environment, and whose pip is `pip`. */
  const machine = (pip = async () => ({ stdout: "" })) =>
    fakeContext(folder.path(), {
      env: { PATH: folder.path("system") },
      run: async (command, args) => {
        if (args[0] === "-c") return { stdout: '["3.11.7", true]' };
        if (args[1] === "pip") {
          const answer = await pip();
          writeProgram(bin("jupyter"));
          return answer;
        }
        expect(args.slice(0, 2)).to.deep.equal(["-m", "venv"]);
        writeFile(bin("pip"));
        symlinkSync(command, bin("python"));
        return { stdout: "" };
      },
    });
  const make = (context = machine()) => pythonEnvironment.run(context, () => {});
  const status = (root = folder.path()) => pythonEnvironment.state(fakeContext(root)).status;

  it("is made from requirements.txt, and again when that changes", async () => {
    expect(status()).to.equal("missing");
    await make();
    expect(status()).to.equal("ready");
    writeFile(folder.path("requirements.txt"), "jupyterlab==4.6.7\n");
    expect(status()).to.equal("missing");
  });

  it("is missing when the installation did not end, and is then made anew", async () => {
    const broken = machine(failing("No matching distribution").bind(null, "pip", []));
    expect((await errorOf(() => make(broken))).message).to.match(/^Cannot make the Python environment/);
    expect(existsSync(bin("python"))).to.equal(true);
    expect(status()).to.equal("missing");
    writeFile(folder.path(".venv", "half-made"));
    await make();
    expect(existsSync(folder.path(".venv", "half-made"))).to.equal(false);
    expect(status()).to.equal("ready");
  });

  it("is missing when its programs are gone, or the Python beneath it is", async () => {
    await make();
    renameSync(bin("jupyter"), folder.path("aside"));
    expect(status()).to.equal("missing");
    renameSync(folder.path("aside"), bin("jupyter"));
    expect(status()).to.equal("ready");
    rmSync(folder.path("system", "python3"));
    expect(status()).to.equal("missing");
  });

  it("is missing after the checkout has moved, since its programs hold the old path", async () => {
    await make();
    for (const name of [".venv", "requirements.txt"]) {
      writeFile(folder.path("moved", ".keep"));
      renameSync(folder.path(name), folder.path("moved", name));
    }
    expect(status(folder.path("moved"))).to.equal("missing");
  });

  it("tells Node that the JavaScript inside is CommonJS", async () => {
    await make();
    expect(existsSync(folder.path(".venv", "package.json"))).to.equal(true);
  });

  it("keeps its programs where each system does", () => {
    expect(environmentProgram({ root: "/r", platform: "darwin" }, "jupyter")).to.equal("/r/.venv/bin/jupyter");
    expect(environmentProgram({ root: "/r", platform: "win32" }, "python")).to.equal("/r/.venv/Scripts/python.exe");
  });

  it("is shielded from the user's own Python settings", () => {
    const env = { PATH: "/bin", PYTHONPATH: "/mine", PYTHONHOME: "/home", PIP_TARGET: "/t", PIP_USER: "1" };
    expect(pythonVariables(env)).to.include({ PATH: "/bin", PIP_USER: "0", PYTHONNOUSERSITE: "1" });
    expect(pythonVariables(env)).not.to.have.any.keys("PYTHONPATH", "PYTHONHOME", "PIP_TARGET");
  });
});
