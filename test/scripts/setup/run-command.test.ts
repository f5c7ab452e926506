import { readFileSync } from "node:fs";
import { expect } from "chai";
import { isRunning } from "../../../scripts/setup/is-running.mjs";
import { CommandFailed, runCommand } from "../../../scripts/setup/run-command.mjs";
import { errorOf } from "../../support/printed.ts";
import { scriptUrl, startScript } from "../support/run-script.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";

const node = (text: string) => runCommand(process.execPath, ["-e", text]);

describe("running a command", () => {
  const folder = useTemporaryFolder();

  it("returns what it printed, without its complaints", async () => {
    expect(await node("console.log('yes'); console.error('hm')")).to.deep.equal({ stdout: "yes\n" });
  });

  it("fails with all it said when its code is not 0", async () => {
    const error = await errorOf(() => node("console.log('one'); console.error('two'); process.exitCode = 3"));
    if (!(error instanceof CommandFailed)) throw error;
    expect(error.message).to.match(/ended with code 3$/);
    expect(error.output).to.include("one").and.include("two");
  });

  it("names the signal that ended it", async () => {
    const error = await errorOf(() => node("process.kill(process.pid, 'SIGKILL')"));
    expect(error.message).to.match(/was ended by SIGKILL$/);
  });

  it("fails when there is no such program", async () => {
    const error = await errorOf(() => runCommand(folder.path("absent"), []));
    expect(error.message).to.match(/did not start/);
  });

  it("keeps the whole output in a log, also of a failure", async () => {
    const log = folder.path("logs", "it.log");
    await errorOf(() => runCommand(process.execPath, ["-e", "console.log('why'); process.exit(1)"], { log }));
    expect(readFileSync(log, "utf8")).to.equal("why\n");
  });

  it("ends the command when we are interrupted", async () => {
    const running = startScript(`
      import { runCommand } from ${JSON.stringify(scriptUrl("setup/run-command.mjs"))};
      import { handleInterrupts } from ${JSON.stringify(scriptUrl("setup/interrupt.mjs"))};
      handleInterrupts(() => {});
      const endless = "console.log('pid ' + process.pid + '.'); setInterval(() => {}, 1000)";
      await runCommand(process.execPath, ["-e", endless], { verbose: true });
    `);
    await running.printed(".");
    running.child.kill("SIGTERM");
    const { code, output } = await running.ended;
    expect(code).to.equal(143);
    const pid = Number(/pid (\d+)/.exec(output)?.[1]);
    // It was told to end; give it the moment that this takes.
    for (let i = 0; i < 50 && isRunning(pid); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isRunning(pid)).to.equal(false);
  });
});
