import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { prefixPlace, userPlace } from "../../../scripts/llmlab/kernel-place.mjs";
import { testPython } from "../../support/python.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile } from "../support/write-file.ts";

describe("the place of a user's kernels", () => {
  const home = "/home/ada";

  const settings: [string, NodeJS.ProcessEnv][] = [
    ["no variable", {}],
    ["XDG_DATA_HOME", { XDG_DATA_HOME: "/data" }],
    ["an empty XDG_DATA_HOME", { XDG_DATA_HOME: "" }],
    ["JUPYTER_DATA_DIR", { JUPYTER_DATA_DIR: "/jupyter", XDG_DATA_HOME: "/data" }],
  ];
  if (process.platform === "linux") {
    for (const [what, env] of settings) {
      it(`is where Jupyter itself looks, with ${what}`, () => {
        const program = "from jupyter_core.paths import jupyter_data_dir; print(jupyter_data_dir())";
        const { stdout, stderr } = spawnSync(testPython, ["-c", program], {
          env: { HOME: home, ...env },
          encoding: "utf8",
        });
        expect(`${stdout.trim()}/kernels`, stderr).to.equal(userPlace({ env, platform: "linux", home }).kernels);
      });
    }
  }

  it("is the system's own on macOS and Windows", () => {
    expect(userPlace({ env: {}, platform: "darwin", home })).to.deep.equal({
      kernels: "/home/ada/Library/Jupyter/kernels",
    });
    const env = { APPDATA: "C:\\Users\\ada\\AppData\\Roaming" };
    const { kernels } = userPlace({ env, platform: "win32", home: "C:\\Users\\ada" });
    expect(kernels).to.equal("C:\\Users\\ada\\AppData\\Roaming\\jupyter\\kernels");
  });
});

describe("the place in a Python environment", () => {
  const folder = useTemporaryFolder();

  it("has its packages where each system keeps them", () => {
    writeFile(folder.path("unix", "lib", "python3.12", "site-packages", "README"));
    expect(prefixPlace(folder.path("unix"), "linux")).to.deep.equal({
      kernels: folder.path("unix", "share", "jupyter", "kernels"),
      config: folder.path("unix", "etc", "jupyter"),
      packages: folder.path("unix", "lib", "python3.12", "site-packages"),
    });
  });

  it("has none where there is no Python", () => {
    expect(prefixPlace(folder.path("none"), "linux")).to.have.all.keys("kernels", "config");
  });
});
