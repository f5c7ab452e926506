import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { Dealer, XSubscriber } from "zeromq";
import { type FrontEnd, startFrontEnd, toyCommand } from "../support/front-end.ts";

describe("messages that are broken", () => {
  let frontEnd: FrontEnd;
  before(async () => {
    frontEnd = await startFrontEnd({ command: toyCommand });
  });
  after(() => frontEnd.close());

  const log = () => {
    const path = join(frontEnd.folder, "kernel.log");
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };
  const execute = { code: "print evil", silent: false, store_history: true, allow_stdin: false, stop_on_error: true };

  /** Sends frames and expects that nothing comes of them but a line in the log. */
  async function expectDropped(
    channel: "shell" | "control" | "stdin",
    frames: readonly (string | Uint8Array)[],
    line: RegExp,
  ): Promise<void> {
    const before = frontEnd.received.length;
    const logged = log().length;
    frontEnd.sendFrames(channel, frames);
    const other = channel === "stdin" ? "shell" : channel;
    const { id } = await frontEnd.ask(other, "kernel_info_request");
    const others = frontEnd.received.slice(before).filter(({ parent }) => parent.msg_id !== id);
    expect(others).to.deep.equal([]);
    for (let wait = 0; wait < 100 && !line.test(log().slice(logged)); wait++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(log().slice(logged)).to.match(line);
  }

  for (const channel of ["shell", "control", "stdin"] as const) {
    it(`are dropped with a line in the log: a wrong signature on ${channel}`, async () => {
      const { frames } = frontEnd.frames("execute_request", execute);
      await expectDropped(channel, frames.with(1, "0".repeat(64)), /signature is wrong/);
      await expectDropped(channel, frames.with(1, ""), /signature is wrong/);
      await expectDropped(channel, frames.with(5, '{"code":"print evil"}'), /signature is wrong/);
    });

    it(`are dropped with a line in the log: cut short on ${channel}`, async () => {
      const { frames } = frontEnd.frames("execute_request", execute);
      for (let length = 1; length < frames.length; length++) {
        await expectDropped(channel, frames.slice(0, length), /at least 5 are needed/);
      }
      await expectDropped(channel, frames.slice(1), /no <IDS\|MSG> frame/);
      await expectDropped(channel, [""], /no <IDS\|MSG> frame/);
    });

    it(`are dropped with a line in the log: no JSON on ${channel}`, async () => {
      for (const broken of ["{", "", "[]", "7", "null", '"x"', "\ud83d"]) {
        const { frames } = frontEnd.frames("execute_request", execute);
        const parts = [...frames.slice(2, 5).map(String), broken];
        await expectDropped(channel, ["<IDS|MSG>", frontEnd.sign(parts), ...parts], /content is not (a )?JSON/);
      }
      const parts = ["{}", "{}", "{}", JSON.stringify({ channel })];
      await expectDropped(channel, ["<IDS|MSG>", frontEnd.sign(parts), ...parts], /"msg_id" is missing/);
    });

    it(`are dropped with a line in the log: sent twice on ${channel}`, async () => {
      const { id, frames } = frontEnd.frames("kernel_info_request", {});
      frontEnd.sendFrames(channel === "stdin" ? "shell" : channel, frames);
      await frontEnd.answer(id);
      await expectDropped(channel, frames, /it was sent before/);
    });

    it(`are dropped: random bytes on ${channel}`, async () => {
      for (let round = 0; round < 200; round++) {
        const frames = Array.from({ length: 1 + (round % 8) }, () => randomBytes(round % 40));
        frontEnd.sendFrames(channel, round % 2 ? ["<IDS|MSG>", ...frames] : frames);
      }
      expect((await frontEnd.ask("shell", "kernel_info_request")).reply.content.status).to.equal("ok");
    });
  }

  it("are dropped: random bytes to every port, with and without ZeroMQ", async () => {
    const connection = JSON.parse(readFileSync(frontEnd.connectionFile, "utf8"));
    const ports: number[] = ["shell", "control", "stdin", "iopub", "hb"].map((name) => connection[`${name}_port`]);
    for (const port of ports) {
      const raw = createConnection(port, "127.0.0.1");
      raw.on("error", () => {});
      await new Promise((resolve) => raw.end(randomBytes(500), () => resolve(undefined)));
      raw.destroy();
    }
    const subscriber = new XSubscriber({ linger: 0 });
    const beat = new Dealer({ linger: 0 });
    subscriber.connect(`tcp://127.0.0.1:${connection.iopub_port}`);
    beat.connect(`tcp://127.0.0.1:${connection.hb_port}`);
    for (let round = 0; round < 100; round++) {
      await subscriber.send(Buffer.concat([Buffer.from([round % 3]), randomBytes(round % 7)]));
      await beat.send([randomBytes(round), randomBytes(3)]);
    }
    expect(await beat.receive()).to.have.lengthOf(2);
    subscriber.close();
    beat.close();
    expect((await frontEnd.ask("shell", "kernel_info_request")).reply.content.status).to.equal("ok");
    expect(await frontEnd.beat("ping")).to.equal("ping");
  });

  it("never made the kernel run anything, nor say anything aloud", async () => {
    expect((await frontEnd.execute("print fine")).reply.content).to.include({ status: "ok", execution_count: 1 });
    expect(frontEnd.stderr).to.equal("");
  });

  it("leave nothing of cells or keys in the log", () => {
    expect(log()).not.to.contain("evil");
    const { key } = JSON.parse(readFileSync(frontEnd.connectionFile, "utf8"));
    expect(log()).not.to.contain(key);
  });

  it("do not stop the heartbeat", async () => {
    expect(await frontEnd.beat("ping")).to.equal("ping");
  });
});

describe("a connection without a key", () => {
  it("works with messages that are not signed", async () => {
    const frontEnd = await startFrontEnd({ command: toyCommand, key: "" });
    try {
      expect((await frontEnd.execute("print open")).reply.content.status).to.equal("ok");
    } finally {
      await frontEnd.close();
    }
  });
});
