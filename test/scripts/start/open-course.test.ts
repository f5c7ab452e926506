import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { openCourse } from "../../../scripts/start/open-course.ts";
import { runAttached } from "../../../scripts/start/run-attached.ts";
import { errorOf, printedBy } from "../../support/printed.ts";
import { scriptUrl } from "../support/run-script.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile, writeProgram } from "../support/write-file.ts";

const emptyNotebook = JSON.stringify({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });

describe("opening the course", () => {
  const folder = useTemporaryFolder();
  const python = () => folder.path(".venv", "bin", "python");
  // In the place of JupyterLab: writes down where it runs and what it was given, and ends with code 7.
  const noted = () => readFileSync(folder.path("noted"), "utf8").split("\n").slice(0, -1);
  beforeEach(() => {
    writeFile(folder.path("notebooks", "07-attention.ipynb"), emptyNotebook);
    writeFile(folder.path("notebooks", "12-gpt.ipynb"), emptyNotebook);
    writeProgram(python(), `#!/bin/sh\nprintf '%s\\n' "$PWD" "$@" > '${folder.path("noted")}'\nexit 7\n`);
  });

  it("brings the workspace up to date, starts JupyterLab in it, and ends with its code", async () => {
    let code = 0;
    const printed = await printedBy(async () => {
      code = await openCourse(["--no-browser", "--port", "9000"], folder.path());
    });
    expect(code).to.equal(7);
    expect(noted()).to.deep.equal([folder.path("workspace"), "-m", "jupyterlab", "--no-browser", "--port", "9000"]);
    expect(printed).to.deep.equal([
      "07-attention.ipynb: added in your workspace",
      "12-gpt.ipynb: added in your workspace",
    ]);
    const configuration = folder.path(".llmlab", "jupyter", "config", "jupyter_lab_config.json");
    const { LabApp, ServerApp } = JSON.parse(readFileSync(configuration, "utf8"));
    expect(LabApp.default_url).to.equal("/lab/tree/07-attention.ipynb");
    expect(ServerApp.root_dir).to.equal(folder.path("workspace"));
  });

  it("opens the source notebooks for an author, and makes no workspace", async () => {
    await openCourse(["--author", "--no-browser"], folder.path());
    expect(noted()).to.deep.equal([folder.path("notebooks"), "-m", "jupyterlab", "--no-browser"]);
    expect(existsSync(folder.path("workspace"))).to.equal(false);
  });

  it("says what to do when the set-up has not been run", async () => {
    const error = await errorOf(() => openCourse(["--author"], folder.path("nowhere", "..", "without")));
    expect(error.message).to.match(/^Cannot open .*without.*notebooks: there is no such folder/);
    writeFile(folder.path("without", "notebooks", "07-attention.ipynb"), emptyNotebook);
    expect((await errorOf(() => openCourse(["--author"], folder.path("without")))).message).to.match(
      /^Cannot start JupyterLab: .* is absent; npm run setup installs it$/,
    );
  });
});

describe("running JupyterLab on our terminal", () => {
  const folder = useTemporaryFolder();
  const command = (text: string) => ({
    command: process.execPath,
    args: ["-e", text],
    cwd: folder.path(),
    env: process.env,
  });

  it("reports its exit code, or the signal that ended it as a shell does", async () => {
    expect(await runAttached(command("process.exitCode = 3"))).to.equal(3);
    expect(await runAttached(command("process.kill(process.pid, 'SIGKILL')"))).to.equal(137);
  });

  it("says so when it cannot be started", async () => {
    const error = await errorOf(() => runAttached({ ...command(""), command: folder.path("absent") }));
    expect(error.message).to.match(/^Cannot start .*absent: .*; npm run setup mends it$/);
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`hands ${signal} on, and lets it end in its own way`, async () => {
      const server = `
        process.on("${signal}", () => { console.log("server has ${signal}"); process.exit(5); });
        setInterval(() => {}, 1000);
        console.log("server runs");
      `;
      const starter = `
        import { runAttached } from ${JSON.stringify(scriptUrl("start/run-attached.ts"))};
        const options = { cwd: process.cwd(), env: process.env };
        process.exitCode = await runAttached({ ...options, command: process.execPath, args: ["-e", ${JSON.stringify(server)}] });
      `;
      const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", starter], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (output === "server runs\n") child.kill(signal);
      });
      const [code] = await once(child, "close");
      expect(output).to.equal(`server runs\nserver has ${signal}\n`);
      expect(code).to.equal(5);
    });
  }
});
