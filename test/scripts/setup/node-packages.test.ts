import { existsSync, rmSync } from "node:fs";
import { expect } from "chai";
import { nodePackages, npmCommand } from "../../../scripts/setup/node-packages.mjs";
import { packageLink } from "../../../scripts/setup/package-link.mjs";
import { errorOf } from "../../support/printed.ts";
import { failing, fakeContext } from "../support/fake-context.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile } from "../support/write-file.ts";

describe("the Node packages", () => {
  const folder = useTemporaryFolder();
  beforeEach(() => {
    writeFile(folder.path("package-lock.json"), "{}");
  });

  /** A machine on which `npm ci` makes node_modules anew, as npm does. */
  const machine = () =>
    fakeContext(folder.path(), {
      run: async () => {
        rmSync(folder.path("node_modules"), { recursive: true, force: true });
        writeFile(folder.path("node_modules", "chai", "package.json"), "{}");
        return { stdout: "" };
      },
    });
  const status = (context = fakeContext(folder.path())) => nodePackages.state(context).status;

  it("are installed from the lock file, without running the packages' scripts", async () => {
    const context = machine();
    await nodePackages.run(context, () => {});
    expect(context.started).to.deep.equal([["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]]);
    expect(status()).to.equal("ready");
  });

  it("are missing when never installed, when the lock file changes, and on another system", async () => {
    expect(status()).to.equal("missing");
    await nodePackages.run(machine(), () => {});
    expect(status(fakeContext(folder.path(), { architecture: "arm64" }))).to.equal("missing");
    writeFile(folder.path("package-lock.json"), '{ "changed": true }');
    expect(status()).to.equal("missing");
  });

  it("are missing after an installation that failed or was interrupted, also over a whole one", async () => {
    await nodePackages.run(machine(), () => {});
    const broken = fakeContext(folder.path(), { run: failing("npm error") });
    expect((await errorOf(() => nodePackages.run(broken, () => {}))).message).to.match(
      /^Cannot install the Node packages/,
    );
    expect(existsSync(folder.path("node_modules", "chai"))).to.equal(true);
    expect(status()).to.equal("missing");
  });

  it("come through the npm that started us, where one did", () => {
    const env = { npm_execpath: "/lib/npm/bin/npm-cli.js" };
    expect(npmCommand({ env, platform: "linux" })).to.deep.equal([process.execPath, "/lib/npm/bin/npm-cli.js"]);
    expect(npmCommand({ env: { npm_execpath: "/lib/yarn.js" }, platform: "linux" })).to.deep.equal(["npm"]);
    expect(npmCommand({ env: {}, platform: "win32" })).to.deep.equal(["cmd.exe", "/c", "npm"]);
  });
});

describe("the package link", () => {
  const folder = useTemporaryFolder();
  const status = () => packageLink.state(fakeContext(folder.path())).status;

  it("leads from node_modules/llmlab to the checkout", async () => {
    writeFile(folder.path("node_modules", ".keep"));
    writeFile(folder.path("dist", "nn", "index.js"));
    expect(status()).to.equal("missing");
    await packageLink.run(fakeContext(folder.path()), () => {});
    expect(status()).to.equal("ready");
    expect(existsSync(folder.path("node_modules", "llmlab", "dist", "nn", "index.js"))).to.equal(true);
  });

  it("replaces what stands in its place", async () => {
    writeFile(folder.path("node_modules", "llmlab", "package.json"));
    expect(status()).to.equal("missing");
    await packageLink.run(fakeContext(folder.path()), () => {});
    expect(status()).to.equal("ready");
  });
});
