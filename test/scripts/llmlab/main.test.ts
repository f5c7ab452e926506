import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { main } from "../../../scripts/llmlab/main.mjs";
import { rememberVariant, repositoryRoot } from "../../../scripts/setup/context.mjs";
import { copyKernelSources } from "../support/kernel-sources.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile, writeProgram } from "../support/write-file.ts";

describe("llmlab kernel", () => {
  const folder = useTemporaryFolder();
  const environment = () => folder.path("env");
  const packages = () => folder.path("env", "lib", "python3.11", "site-packages");
  const specIn = (prefix: string) => join(prefix, "share", "jupyter", "kernels", "llmlab");
  const userSpec = () => folder.path("home", ".local", "share", "jupyter", "kernels", "llmlab");
  beforeEach(() => {
    copyKernelSources(folder.path());
    mkdirSync(packages(), { recursive: true });
  });

  /** Runs the command on a machine that has only what the test's folder has. */
  async function llmlab(args: string[], env: NodeJS.ProcessEnv = {}) {
    const said: string[] = [];
    const say = (line: string) => void said.push(line);
    const home = folder.path("home");
    const code = await main(args, { root: folder.path(), env, platform: "linux", home, say, complain: say });
    return { code, output: said.join("\n") };
  }

  it("install starts this folder's kernel with full paths, speaks messages and shows logos", async () => {
    const { code, output } = await llmlab(["kernel", "install"]);
    expect(code, output).to.equal(0);
    expect(output)
      .to.match(/^Installed /)
      .and.include(userSpec());
    expect(JSON.parse(readFileSync(join(userSpec(), "kernel.json"), "utf8"))).to.deep.equal({
      argv: [process.execPath, folder.path("dist", "kernel", "main.js"), "{connection_file}"],
      display_name: "TypeScript (llmlab)",
      language: "typescript",
      interrupt_mode: "message",
      kernel_protocol_version: "5.5",
      env: { TF_CPP_MIN_LOG_LEVEL: "3", FORCE_COLOR: "0" },
    });
    for (const size of [32, 64]) {
      // Width and height stand at bytes 16 and 20 of a PNG file.
      const png = readFileSync(join(userSpec(), `logo-${size}x${size}.png`));
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).to.deep.equal([size, size]);
    }
    expect(readFileSync(join(userSpec(), "logo-svg.svg"), "utf8")).to.match(/^<svg /);
  });

  it("install --user says what papermill and nbgrader still need, since it cannot know their Python", async () => {
    const { output } = await llmlab(["kernel", "install", "--user"]);
    expect(output).to.include("papermill knows TypeScript after: npx llmlab kernel install --sys-prefix");
    expect(output).to.include(`load_subconfig("nbgrader_config.py", path="${folder.path("lib", "kernel", "python")}")`);
    expect(existsSync(folder.path("home", ".jupyter"))).to.equal(false);
  });

  it("install --user follows Jupyter's own variable", async () => {
    await llmlab(["kernel", "install", "--user"], { JUPYTER_DATA_DIR: folder.path("data") });
    expect(existsSync(folder.path("data", "kernels", "llmlab", "kernel.json"))).to.equal(true);
  });

  it("install --prefix brings papermill's module and nbgrader's settings too, as pip would", async () => {
    const { output } = await llmlab(["kernel", "install", "--prefix", environment()]);
    expect(output).to.equal(`Installed ${specIn(environment())}`);
    expect(readdirSync(packages()).sort()).to.deep.equal(["llmlab_jupyter", "llmlab_jupyter-0.1.0.dist-info"]);
    const record = readFileSync(join(packages(), "llmlab_jupyter-0.1.0.dist-info", "RECORD"), "utf8");
    for (const line of record.trimEnd().split("\n")) {
      expect(existsSync(join(packages(), line.split(",")[0] ?? "")), line).to.equal(true);
    }
    expect(existsSync(folder.path("env", "etc", "jupyter", "nbgrader_config.py"))).to.equal(true);
  });

  it("install --prefix does without Python's part where there is no Python", async () => {
    const { code, output } = await llmlab(["kernel", "install", "--prefix", folder.path("bare")]);
    expect(code).to.equal(0);
    expect(output).to.include("papermill knows TypeScript after");
    expect(existsSync(join(specIn(folder.path("bare")), "kernel.json"))).to.equal(true);
  });

  it("install --sys-prefix asks the first Python on the PATH", async () => {
    const answer = JSON.stringify([environment(), packages()]);
    writeProgram(folder.path("bin", "python3"), `#!/bin/sh\necho '${answer}'\n`);
    const { code, output } = await llmlab(["kernel", "install", "--sys-prefix"], { PATH: folder.path("bin") });
    expect(code, output).to.equal(0);
    expect(output).to.equal(`Installed ${specIn(environment())}`);
    expect(existsSync(join(packages(), "llmlab_jupyter", "engine.py"))).to.equal(true);
  });

  it("install lets notebooks share a GPU", async () => {
    rememberVariant(folder.path(), "gpu");
    await llmlab(["kernel", "install"]);
    const { env } = JSON.parse(readFileSync(join(userSpec(), "kernel.json"), "utf8"));
    expect(env).to.have.property("TF_FORCE_GPU_ALLOW_GROWTH", "true");
  });

  it("install leaves settings of somebody else's alone, and says which line loads ours", async () => {
    const settings = writeFile(folder.path("env", "etc", "jupyter", "nbgrader_config.py"), "c = get_config()\n");
    const { output } = await llmlab(["kernel", "install", "--prefix", environment()]);
    expect(output).to.include("load_subconfig");
    expect(readFileSync(settings, "utf8")).to.equal("c = get_config()\n");
    await llmlab(["kernel", "uninstall", "--prefix", environment()]);
    expect(existsSync(settings)).to.equal(true);
  });

  it("uninstall removes all that install has written", async () => {
    await llmlab(["kernel", "install", "--prefix", environment()]);
    const { code, output } = await llmlab(["kernel", "uninstall", "--prefix", environment()]);
    expect(code).to.equal(0);
    expect(output).to.equal(`Removed ${specIn(environment())}`);
    expect(readdirSync(packages())).to.deep.equal([]);
    expect(readdirSync(folder.path("env", "etc", "jupyter"))).to.deep.equal([]);
    expect(existsSync(specIn(environment()))).to.equal(false);
  });

  it("uninstall says where it looked when there is nothing", async () => {
    const { code, output } = await llmlab(["kernel", "uninstall"]);
    expect(code).to.equal(1);
    expect(output).to.equal(`Cannot uninstall the kernel: there is no ${userSpec()}; name its place as for install`);
  });

  it("install says how to build the kernel where it is not built", async () => {
    const { code, output } = await llmlabIn(folder.path("empty"), ["kernel", "install"]);
    expect(code).to.equal(1);
    expect(output).to.match(/^Cannot install the kernel: there is no .*main\.js; npm run setup builds it$/);
  });

  async function llmlabIn(root: string, args: string[]) {
    const said: string[] = [];
    const complain = (line: string) => void said.push(line);
    return { code: await main(args, { root, home: folder.path("home"), env: {}, complain }), output: said.join("\n") };
  }

  it("install says when the place cannot be written", async () => {
    const { code, output } = await llmlab(["kernel", "install", "--prefix", writeFile(folder.path("a file"))]);
    expect(code).to.equal(1);
    expect(output).to.match(/^Cannot install the kernel: .*a file.* cannot be changed \(ENOTDIR\); use --user, or /);
  });

  const mistakes: [string, string[], string][] = [
    ["no command", [], "Cannot run llmlab: a command is missing\n\nusage: npx llmlab kernel install"],
    ["another command", ["kernel", "start"], 'Cannot run llmlab: "kernel start" is no command\n\nusage: '],
    ["two places", ["kernel", "install", "--user", "--prefix", "/x"], "Cannot install with --user and --prefix: "],
    ["an unknown option", ["kernel", "install", "--global"], "--global"],
  ];
  for (const [what, args, message] of mistakes) {
    it(`refuses ${what}`, async () => {
      const { code, output } = await llmlab(args);
      expect(code).to.equal(2);
      expect(output).to.include(message);
    });
  }

  it("--sys-prefix says when there is no Python", async () => {
    const { code, output } = await llmlab(["kernel", "install", "--sys-prefix"], { PATH: folder.path("home") });
    expect(code).to.equal(1);
    expect(output).to.match(/^Cannot find the environment for --sys-prefix: there is no Python on the PATH; /);
  });
});

describe("npx llmlab", () => {
  it("explains itself, from any folder of the checkout", () => {
    const npx = process.platform === "win32" ? "npx.cmd" : "npx";
    const { status, stdout, stderr } = spawnSync(npx, ["--no-install", "llmlab", "--help"], {
      cwd: join(repositoryRoot, "notebooks"),
      encoding: "utf8",
    });
    expect(status, stderr).to.equal(0);
    expect(stdout).to.match(/^usage: npx llmlab kernel install/);
  });
});
