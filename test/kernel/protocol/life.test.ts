import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type FrontEnd, kernelCommand, startFrontEnd } from "../support/front-end.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The processes that a process has started, and those that they have. */
function descendants(pid: number | undefined): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(path) ? readFileSync(path, "utf8").split(" ").filter(Boolean).map(Number) : [];
  return children.flatMap((child) => [child, ...descendants(child)]);
}

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);

/** Waits until none of the processes is left. */
async function expectGone(pids: readonly number[], patience = 5000): Promise<void> {
  for (const end = performance.now() + patience; performance.now() < end && pids.some(isAlive); ) {
    await pause(50);
  }
  expect(pids.filter(isAlive)).to.deep.equal([]);
}

describe("the life of a kernel", () => {
  const frontEnds: FrontEnd[] = [];
  const started = async (...options: Parameters<typeof startFrontEnd>) => {
    const frontEnd = await startFrontEnd(...options);
    frontEnds.push(frontEnd);
    return frontEnd;
  };
  afterEach(async () => {
    await Promise.all(frontEnds.splice(0).map((frontEnd) => frontEnd.close()));
  });

  for (const [channel, restart] of [
    ["control", false],
    ["control", true],
    ["shell", false],
  ] as const) {
    it(`ends when asked on ${channel} (restart: ${restart}): a reply, a word to all, exit code 0, no process left`, async () => {
      const frontEnd = await started();
      await frontEnd.execute("1");
      const children = descendants(frontEnd.process.pid);
      const { reply, published } = await frontEnd.ask(channel, "shutdown_request", { restart });
      expect(reply.content).to.deep.equal({ status: "ok", restart });
      expect(published.map(({ header }) => header.msg_type)).to.deep.equal(["status", "shutdown_reply", "status"]);
      expect(await frontEnd.exit()).to.equal(0);
      await expectGone(children);
    });
  }

  it("ends also while a cell runs a tight loop", async () => {
    const frontEnd = await started();
    const id = frontEnd.sendExecute("for (;;) {}");
    await frontEnd.waitFor(({ header, parent }) => header.msg_type === "execute_input" && parent.msg_id === id);
    await pause(300);
    const children = descendants(frontEnd.process.pid);
    const start = performance.now();
    await frontEnd.ask("control", "shutdown_request", { restart: false });
    expect(await frontEnd.exit()).to.equal(0);
    expect(performance.now() - start).to.be.lessThan(3000);
    await expectGone(children);
  });

  it("starts again on the same connection file with its history, and without its names", async () => {
    const folder = mkdtempSync(join(tmpdir(), "llmlab-restart-"));
    const environment = { LLMLAB_KERNEL_HISTORY: join(folder, "history.jsonl") };
    try {
      const first = await started({ environment });
      await first.execute("const before = 1;");
      await first.ask("control", "shutdown_request", { restart: true });
      await first.exit();
      const second = await started({ environment });
      const { reply } = await second.ask("shell", "history_request", {
        hist_access_type: "range",
        session: -1,
        start: 1,
        stop: null,
        output: false,
        raw: true,
      });
      expect(reply.content.history).to.deep.equal([[1, 1, "const before = 1;"]]);
      expect((await second.execute("before")).reply.content).to.include({ status: "error", execution_count: 1 });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("ends cleanly on SIGTERM, and takes no notice of SIGINT", async () => {
    const frontEnd = await started();
    const children = descendants(frontEnd.process.pid);
    frontEnd.process.kill("SIGINT");
    await pause(200);
    expect((await frontEnd.execute("1")).reply.content.status).to.equal("ok");
    frontEnd.process.kill("SIGTERM");
    expect(await frontEnd.exit()).to.equal(0);
    await expectGone(children);
  });

  it("leaves no process behind when it is killed", async () => {
    const frontEnd = await started();
    await frontEnd.execute("1");
    const children = descendants(frontEnd.process.pid);
    expect(children.length).to.be.greaterThan(1);
    frontEnd.process.kill("SIGKILL");
    await frontEnd.exit();
    await expectGone(children);
  });

  it("leaves no process behind when it is killed during a tight loop", async () => {
    const frontEnd = await started();
    const id = frontEnd.sendExecute("for (;;) {}");
    await frontEnd.waitFor(({ header, parent }) => header.msg_type === "execute_input" && parent.msg_id === id);
    await pause(300);
    const children = descendants(frontEnd.process.pid);
    frontEnd.process.kill("SIGKILL");
    await frontEnd.exit();
    await expectGone(children);
  });

  it("ends when its parent dies without a word", async () => {
    // Stands for a Jupyter server: starts the kernel, names itself, and is killed.
    const server = `
      const { spawn } = require("node:child_process");
      const env = { ...process.env, JPY_PARENT_PID: String(process.pid) };
      const kernel = spawn(process.argv[1], process.argv.slice(2), { stdio: "ignore", env });
      require("node:fs").writeFileSync(process.env.PID_FILE, String(kernel.pid));
      setInterval(() => {}, 1000);
    `;
    const folder = mkdtempSync(join(tmpdir(), "llmlab-parent-"));
    const pidFile = join(folder, "pid");
    try {
      const frontEnd = await started({
        command: [process.execPath, "-e", server, ...kernelCommand],
        environment: { PID_FILE: pidFile },
      });
      const kernel = Number(readFileSync(pidFile, "utf8"));
      const all = [kernel, ...descendants(kernel)];
      expect(all.every(isAlive)).to.equal(true);
      frontEnd.process.kill("SIGKILL");
      await expectGone(all);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("says what is wrong with its connection file, and ends", async () => {
    for (const [parameters, words, code] of [
      [[], "Usage:", 2],
      [["/nowhere.json"], 'Cannot read the connection file "/nowhere.json"', 1],
    ] as const) {
      const environment = { ...process.env, LLMLAB_KERNEL_LOG: join(tmpdir(), `llmlab-kernel-${process.pid}.log`) };
      const [program = "", ...command] = kernelCommand;
      const child = spawn(program, [...command, ...parameters], { env: environment });
      let printed = "";
      child.stderr.on("data", (chunk) => {
        printed += chunk;
      });
      expect(await new Promise((resolve) => child.once("close", resolve))).to.equal(code);
      expect(printed).to.contain(words);
    }
    rmSync(join(tmpdir(), `llmlab-kernel-${process.pid}.log`), { force: true });
  });
});
