import { delimiter } from "node:path";
import { expect } from "chai";
import { findCompiler } from "../../../scripts/setup/find-compiler.mjs";
import { findProgram } from "../../../scripts/setup/find-program.mjs";
import { installCommand } from "../../../scripts/setup/install-command.mjs";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile, writeProgram } from "../support/write-file.ts";

describe("looking for programs", () => {
  const folder = useTemporaryFolder();
  const linux = (...path: string[]) => ({ env: { PATH: path.join(delimiter) }, platform: "linux" as const });

  it("takes the first on the PATH", () => {
    const first = writeProgram(folder.path("one", "tool"));
    writeProgram(folder.path("two", "tool"));
    expect(findProgram("tool", linux(folder.path("none"), folder.path("one"), folder.path("two")))).to.equal(first);
  });

  it("passes over what cannot be run", () => {
    writeFile(folder.path("one", "tool"));
    writeFile(folder.path("two", "tool", "inside"));
    const third = writeProgram(folder.path("three", "tool"));
    const path = linux(folder.path("one"), folder.path("two"), folder.path("three"));
    expect(findProgram("tool", path)).to.equal(third);
  });

  it("finds nothing on an empty PATH", () => {
    expect(findProgram("tool", linux())).to.equal(undefined);
  });

  it("tries the endings that Windows knows", () => {
    const tool = writeProgram(folder.path("tool.exe"));
    expect(findProgram("tool", { env: { Path: folder.path() }, platform: "win32" })).to.equal(tool);
  });

  describe("for the C++ compiler", () => {
    it("prefers the system's own choice, c++", () => {
      writeProgram(folder.path("g++"));
      const compiler = writeProgram(folder.path("c++"));
      expect(findCompiler(linux(folder.path()))).to.deep.equal([compiler]);
    });

    it("takes what CXX names, with its arguments", () => {
      writeProgram(folder.path("c++"));
      const ccache = writeProgram(folder.path("ccache"));
      const env = { PATH: folder.path(), CXX: "ccache g++" };
      expect(findCompiler({ env, platform: "linux" })).to.deep.equal([ccache, "g++"]);
    });

    it("does not fall back silently when CXX names none", () => {
      writeProgram(folder.path("c++"));
      const env = { PATH: folder.path(), CXX: "no-such-compiler" };
      expect(findCompiler({ env, platform: "linux" })).to.equal(undefined);
    });

    it("does not take macOS's stub for a compiler", () => {
      const compiler = writeProgram(folder.path("c++"));
      const mac = { env: { PATH: folder.path() }, platform: "darwin" as const };
      expect(findCompiler(mac, () => false)).to.equal(undefined);
      expect(findCompiler(mac, () => true)).to.deep.equal([compiler]);
    });
  });

  describe("for the command that installs what is missing", () => {
    const compilerOn = (platform: NodeJS.Platform) => installCommand("compiler", { env: { PATH: "" }, platform });

    it("follows the package manager of the Linux at hand", () => {
      writeProgram(folder.path("dnf"));
      expect(installCommand("compiler", linux(folder.path()))).to.equal("sudo dnf install gcc-c++");
      writeProgram(folder.path("apt-get"));
      expect(installCommand("compiler", linux(folder.path()))).to.equal("sudo apt-get install g++");
      expect(installCommand("python", linux(folder.path()))).to.equal("sudo apt-get install python3 python3-venv");
    });

    it("knows macOS and Windows", () => {
      expect(compilerOn("darwin")).to.equal("xcode-select --install");
      expect(compilerOn("win32")).to.match(/^wsl --install/);
    });
  });
});
