import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync } from "node:fs";
import { hostname } from "node:os";
import { expect } from "chai";
import { makeFolder, replaceFolder } from "../../../scripts/setup/make-folder.mjs";
import { errorOf } from "../../support/printed.ts";
import { scriptUrl, startScript } from "../support/run-script.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile } from "../support/write-file.ts";

describe("making a folder", () => {
  const folder = useTemporaryFolder();
  const target = () => folder.path("cache", "thing");
  const fillWith = (text: string) => (partial: string) => {
    writeFile(`${partial}/file`, text);
  };
  const made = () => readFileSync(folder.path("cache", "thing", "file"), "utf8");
  const entries = () => readdirSync(folder.path("cache"));

  it("shows it only when it is whole", async () => {
    await makeFolder(target(), (partial) => {
      fillWith("whole")(partial);
      expect(existsSync(target())).to.equal(false);
    });
    expect(made()).to.equal("whole");
    expect(entries()).to.deep.equal(["thing"]);
  });

  it("leaves nothing when it fails", async () => {
    const error = await errorOf(() =>
      makeFolder(target(), (partial) => {
        fillWith("half")(partial);
        throw new Error("disk full");
      }),
    );
    expect(error.message).to.equal("disk full");
    expect(entries()).to.deep.equal([]);
  });

  it("accepts the folder of another process that was faster", async () => {
    await makeFolder(target(), async (partial) => {
      fillWith("loser")(partial);
      writeFile(`${target()}/file`, "winner");
    });
    expect(made()).to.equal("winner");
    expect(entries()).to.deep.equal(["thing"]);
  });

  it("keeps the old folder until the new one is whole, where it replaces", async () => {
    writeFile(`${target()}/file`, "old");
    writeFile(`${target()}/gone`);
    await errorOf(() => replaceFolder(target(), () => Promise.reject(new Error("type error"))));
    expect(made()).to.equal("old");
    await replaceFolder(target(), fillWith("new"));
    expect(made()).to.equal("new");
    expect(readdirSync(target())).to.deep.equal(["file"]);
  });

  it("removes what killed processes left, and not what others are at", async () => {
    const partial = (host: string, pid: number) => `${target()}.partial-${host}-${pid}`;
    // No process has this number: Linux gives out at most 2^22, macOS and Windows fewer.
    const dead = partial(hostname(), 2 ** 22 + 1);
    const running = partial(hostname(), process.ppid);
    const elsewhere = partial("another-host", 7);
    const forgotten = partial("another-host", 8);
    for (const path of [dead, running, elsewhere, forgotten]) mkdirSync(path, { recursive: true });
    const yesterday = Date.now() / 1000 - 25 * 60 * 60;
    utimesSync(forgotten, yesterday, yesterday);
    await makeFolder(target(), fillWith("whole"));
    expect([dead, running, elsewhere, forgotten].map((path) => existsSync(path))).to.deep.equal([
      false,
      true,
      true,
      false,
    ]);
  });

  it("comes out whole when two processes make it at once", async () => {
    const script = `
      import { makeFolder } from ${JSON.stringify(scriptUrl("setup/make-folder.mjs"))};
      import { existsSync, writeFileSync } from "node:fs";
      const [target, go] = process.argv.slice(1);
      await makeFolder(target, async (partial) => {
        writeFileSync(partial + "/file", "whole");
        console.log("filling");
        while (!existsSync(go)) await new Promise((resolve) => setTimeout(resolve, 5));
      });
    `;
    const processes = [0, 1].map(() => startScript(script, [target(), folder.path("go")]));
    await Promise.all(processes.map((running) => running.printed("filling")));
    expect(entries()).to.have.length(2);
    writeFile(folder.path("go"));
    for (const { ended } of processes) expect(await ended).to.include({ code: 0 });
    expect(made()).to.equal("whole");
    expect(entries()).to.deep.equal(["thing"]);
  });

  describe("in a process that is stopped midway", () => {
    const script = `
      import { makeFolder } from ${JSON.stringify(scriptUrl("setup/make-folder.mjs"))};
      import { handleInterrupts } from ${JSON.stringify(scriptUrl("setup/interrupt.mjs"))};
      import { writeFileSync } from "node:fs";
      handleInterrupts(() => console.log("stopped"));
      await makeFolder(process.argv[1], async (partial) => {
        writeFileSync(partial + "/file", "half");
        console.log("filling");
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      });
    `;

    it("leaves nothing after Ctrl-C, and ends as shells expect", async () => {
      const running = startScript(script, [target()]);
      await running.printed("filling");
      expect(entries()).to.have.length(1);
      running.child.kill("SIGINT");
      const { code, output } = await running.ended;
      expect(code).to.equal(130);
      expect(output).to.include("stopped");
      expect(entries()).to.deep.equal([]);
    });

    it("leaves nothing after a Ctrl-C that arrives twice, as through npm", async () => {
      const running = startScript(script, [target()]);
      await running.printed("filling");
      running.child.kill("SIGINT");
      running.child.kill("SIGINT");
      expect(await running.ended).to.include({ code: 130, output: "filling\nstopped\n" });
      expect(entries()).to.deep.equal([]);
    });

    it("leaves after kill -9 what counts for nothing, and the next run succeeds", async () => {
      const running = startScript(script, [target()]);
      await running.printed("filling");
      running.child.kill("SIGKILL");
      await running.ended;
      expect(existsSync(target())).to.equal(false);
      expect(entries()).to.have.length(1);
      await makeFolder(target(), fillWith("whole"));
      expect(made()).to.equal("whole");
      expect(entries()).to.deep.equal(["thing"]);
    });
  });
});
