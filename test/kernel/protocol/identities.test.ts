import { readFileSync } from "node:fs";
import { expect } from "chai";
import { Dealer } from "zeromq";
import { type FrontEnd, startFrontEnd, toyCommand } from "../support/front-end.ts";

describe("two front ends on one kernel", () => {
  let frontEnd: FrontEnd;
  let other: Dealer;
  before(async () => {
    frontEnd = await startFrontEnd({ command: toyCommand });
    const { shell_port } = JSON.parse(readFileSync(frontEnd.connectionFile, "utf8"));
    other = new Dealer({ linger: 0, routingId: "other" });
    other.connect(`tcp://127.0.0.1:${shell_port}`);
  });
  after(async () => {
    other.close();
    await frontEnd.close();
  });

  it("each get the replies to their own requests, and both see all outputs", async () => {
    const { id, frames } = frontEnd.frames("execute_request", { code: "print other" });
    await other.send(frames);
    const [, , header, parent, , content] = (await other.receive()).map(String);
    const own = await frontEnd.execute("print own");
    expect(JSON.parse(header ?? "").msg_type).to.equal("execute_reply");
    expect(JSON.parse(parent ?? "").msg_id).to.equal(id);
    expect(JSON.parse(content ?? "").status).to.equal("ok");
    expect(
      frontEnd.received.filter(({ channel, parent }) => channel === "shell" && parent.msg_id === id),
    ).to.deep.equal([]);
    expect(frontEnd.publishedFor(id).some(({ content }) => content.text === "other\n")).to.equal(true);
    expect(own.reply.content.execution_count).to.equal(2);
  });

  it("get a prefix of several identities back as they sent it", async () => {
    const { frames } = frontEnd.frames("kernel_info_request", {});
    await other.send([Buffer.from([7, 0]), "proxy", ...frames]);
    const [first, second, delimiter] = await other.receive();
    expect([[...(first ?? [])], String(second), String(delimiter)]).to.deep.equal([[7, 0], "proxy", "<IDS|MSG>"]);
  });

  it("get the header of their request back as it was, also members that the kernel does not know", async () => {
    const header = {
      msg_id: "m1",
      msg_type: "kernel_info_request",
      session: "s",
      username: "u",
      date: "d",
      version: "5.3",
      extra: { a: [1] },
    };
    const parts = [header, {}, {}, {}].map((part) => JSON.stringify(part));
    frontEnd.sendFrames("shell", ["<IDS|MSG>", frontEnd.sign(parts), ...parts]);
    const { reply } = await frontEnd.answer("m1");
    expect(reply.parent).to.deep.equal(header);
  });
});
