import { expect } from "chai";
import { type FrontEnd, startFrontEnd, streamText, toyCommand } from "../support/front-end.ts";

describe("requests to a kernel of the toy language", () => {
  let frontEnd: FrontEnd;
  before(async () => {
    frontEnd = await startFrontEnd({ command: toyCommand });
  });
  after(() => frontEnd.close());

  const typesOf = (messages: readonly { header: { msg_type: string } }[]) =>
    messages.map(({ header }) => header.msg_type);

  it("kernel_info: on shell and on control, between busy and idle", async () => {
    for (const channel of ["shell", "control"] as const) {
      const { reply, published } = await frontEnd.ask(channel, "kernel_info_request");
      expect(reply.channel).to.equal(channel);
      expect(reply.header.msg_type).to.equal("kernel_info_reply");
      expect(reply.content).to.include({ status: "ok", protocol_version: "5.5" });
      expect(published.map(({ content }) => content.execution_state)).to.deep.equal(["busy", "idle"]);
    }
  });

  it("execute: input, outputs and result in order, one number each", async () => {
    const { reply, published } = await frontEnd.execute("print a\nwarn b\nshow c\nprint d\nlet x text\nget x");
    const number = reply.content.execution_count;
    expect(reply.content).to.deep.equal({ status: "ok", execution_count: number, user_expressions: {}, payload: [] });
    expect(
      published.map(({ header, content }) => [header.msg_type, content.execution_state ?? content.text]),
    ).to.deep.equal([
      ["status", "busy"],
      ["execute_input", undefined],
      ["stream", "a\n"],
      ["stream", "b\n"],
      ["display_data", undefined],
      ["stream", "d\n"],
      ["execute_result", undefined],
      ["status", "idle"],
    ]);
    expect(published[1]?.content).to.deep.equal({
      code: "print a\nwarn b\nshow c\nprint d\nlet x text\nget x",
      execution_count: number,
    });
    expect(published[6]?.content).to.deep.equal({
      data: { "text/plain": "text" },
      metadata: {},
      execution_count: number,
    });
    expect((await frontEnd.execute("")).reply.content.execution_count).to.equal(number + 1);
  });

  it("execute: silent publishes nothing and does not count", async () => {
    const before = (await frontEnd.execute("let s 1")).reply.content.execution_count;
    const { outputs, published, reply } = await frontEnd.execute("print a\nshow b\nget s", { silent: true });
    expect(outputs).to.deep.equal([]);
    expect(typesOf(published)).to.deep.equal(["status", "status"]);
    expect(reply.content.status).to.equal("ok");
    const failing = await frontEnd.execute("throw no", { silent: true });
    expect(failing.outputs).to.deep.equal([]);
    expect(failing.reply.content).to.include({ status: "error", evalue: "no" });
    expect((await frontEnd.execute("")).reply.content.execution_count).to.equal(before + 1);
  });

  it("execute: without store_history it publishes and does not count", async () => {
    const before = (await frontEnd.execute("")).reply.content.execution_count;
    const { outputs } = await frontEnd.execute("print not-stored", { store_history: false });
    expect(streamText(outputs)).to.equal("not-stored\n");
    expect((await frontEnd.execute("")).reply.content.execution_count).to.equal(before + 1);
    const { reply } = await frontEnd.ask("shell", "history_request", {
      hist_access_type: "search",
      pattern: "*not-stored*",
    });
    expect(reply.content.history).to.deep.equal([]);
  });

  it("execute: user expressions, each with its bundle or its error", async () => {
    const { reply, outputs } = await frontEnd.execute("let u 7", {
      user_expressions: { good: "get u", missing: "get v", broken: "bad", declares: "let w 1" },
    });
    expect(outputs).to.deep.equal([]);
    const { good, missing, broken, declares } = reply.content.user_expressions;
    expect(good).to.deep.equal({ status: "ok", data: { "text/plain": "7" }, metadata: {} });
    expect(missing).to.include({ status: "error", ename: "ReferenceError" });
    expect(broken).to.include({ status: "error", ename: "SyntaxError" });
    expect(declares?.evalue).to.equal('Cannot declare "w" in an expression');
  });

  it("execute: an error of each stage has a name, a message and a traceback, and nothing ran before the check", async () => {
    for (const [code, ename] of [
      ["print early\nbad", "SyntaxError"],
      ["wrong\nprint early", "TypeScriptError"],
      ["throw late", "Error"],
    ] as const) {
      const { reply, outputs } = await frontEnd.execute(code);
      expect(reply.content).to.include({ status: "error", ename });
      expect(reply.content.traceback).to.be.an("array").that.is.not.empty;
      expect(typesOf(outputs)).to.deep.equal(["error"]);
      const { ename: published, evalue, traceback } = outputs[0]?.content ?? {};
      expect({ published, evalue, traceback }).to.deep.equal({
        published: ename,
        evalue: reply.content.evalue,
        traceback: reply.content.traceback,
      });
    }
  });

  it("execute: a cell that fails leaves what it assigned before", async () => {
    await frontEnd.execute("let early 1\nthrow now\nlet never 2");
    expect((await frontEnd.complete("early")).reply.content.matches).to.deep.equal(["early"]);
    expect((await frontEnd.complete("never")).reply.content.matches).to.deep.equal([]);
    expect((await frontEnd.execute("get early")).reply.content.status).to.equal("ok");
  });

  it("execute: without code it is an error, and the kernel goes on", async () => {
    const { reply } = await frontEnd.ask("shell", "execute_request", { silent: false });
    expect(reply.content).to.include({ status: "error", ename: "WireFault" });
    expect((await frontEnd.execute("print on")).reply.content.status).to.equal("ok");
  });

  it("execute: the loss of the process forgets the names and closes the comms, and the numbers go on", async () => {
    const before = (await frontEnd.execute("let lost 1\nopen t comm-lost")).reply.content.execution_count;
    const { reply, outputs } = await frontEnd.execute("crash");
    expect(reply.content).to.include({ status: "error", ename: "KernelCrash", execution_count: before + 1 });
    const closed = outputs.filter(({ header }) => header.msg_type === "comm_close");
    expect(closed.map(({ content }) => content.comm_id)).to.include("comm-lost");
    expect((await frontEnd.complete("lost")).reply.content.matches).to.deep.equal([]);
    expect((await frontEnd.execute("")).reply.content).to.include({ status: "ok", execution_count: before + 2 });
  });

  it("display: under an id, updated, and cleared", async () => {
    const { outputs } = await frontEnd.execute("show-as a first\nupdate a second\nclear");
    expect(outputs.map(({ header, content }) => [header.msg_type, content.transient, content.wait])).to.deep.equal([
      ["display_data", { display_id: "a" }, undefined],
      ["update_display_data", { display_id: "a" }, undefined],
      ["clear_output", undefined, true],
    ]);
  });

  it("complete and inspect: positions after an emoji count code points", async () => {
    await frontEnd.execute("let value 1");
    const { reply } = await frontEnd.complete("🙂 val", 5);
    expect(reply.content).to.include({ status: "ok", cursor_start: 2, cursor_end: 5 });
    expect(reply.content.matches).to.deep.equal(["value"]);
    expect(reply.content.metadata._jupyter_types_experimental).to.deep.equal([
      { start: 2, end: 5, text: "value", type: "variable", signature: "" },
    ]);
    const inspected = await frontEnd.inspect("🙂 value", 7);
    expect(inspected.reply.content).to.include({ status: "ok", found: true });
    expect(inspected.reply.content.data["text/plain"]).to.equal("let value: text\n\nA text.");
    const withSource = await frontEnd.inspect("value", 5, 1);
    expect(withSource.reply.content.data["text/plain"]).to.contain("let value ...");
    expect((await frontEnd.inspect("nothing")).reply.content).to.include({ status: "ok", found: false });
  });

  it("is_complete: complete, or incomplete with the indent of the next line", async () => {
    const ask = async (code: string) => (await frontEnd.ask("shell", "is_complete_request", { code })).reply.content;
    expect(await ask("print a")).to.deep.equal({ status: "complete" });
    expect(await ask("if:")).to.deep.equal({ status: "incomplete", indent: "  " });
  });

  it("history: inputs with their outputs", async () => {
    await frontEnd.execute("let h 1\nget h");
    const { reply } = await frontEnd.ask("shell", "history_request", {
      hist_access_type: "tail",
      n: 1,
      output: true,
      raw: true,
    });
    const [session, line = 0, entry] = reply.content.history[0] ?? [];
    expect([session, entry]).to.deep.equal([1, ["let h 1\nget h", "1"]]);
    const range = { hist_access_type: "range", session: 0, start: line, stop: line + 1, output: false, raw: true };
    const again = await frontEnd.ask("shell", "history_request", range);
    expect(again.reply.content.history).to.deep.equal([[1, line, "let h 1\nget h"]]);
  });

  it("comm: opened by a cell, spoken to, listed, closed; buffers go both ways", async () => {
    const opened = await frontEnd.execute("open target-a comm-a");
    expect(opened.outputs[0]?.content).to.deep.equal({ comm_id: "comm-a", target_name: "target-a", data: {} });
    const list = async (content = {}) =>
      (await frontEnd.ask("shell", "comm_info_request", content)).reply.content.comms;
    expect(await list({ target_name: "target-a" })).to.deep.equal({ "comm-a": { target_name: "target-a" } });
    const id = frontEnd.send(
      "shell",
      "comm_msg",
      { comm_id: "comm-a", data: { n: 1 } },
      { buffers: [Buffer.from([0, 1, 254])] },
    );
    const echo = await frontEnd.waitFor(
      ({ header, parent }) => header.msg_type === "comm_msg" && parent.msg_id === id,
      "the echo",
    );
    expect(echo.content).to.deep.equal({ comm_id: "comm-a", data: { echo: { n: 1 } } });
    expect(echo.buffers.map((buffer) => [...buffer])).to.deep.equal([[0, 1, 254]]);
    await frontEnd.idle(id);
    const closing = frontEnd.send("shell", "comm_close", { comm_id: "comm-a", data: {} });
    await frontEnd.idle(closing);
    expect(await list({ target_name: "target-a" })).to.deep.equal({});
  });

  it("comm: opened by the front end", async () => {
    const id = frontEnd.send("shell", "comm_open", { comm_id: "comm-b", target_name: "target-b", data: { a: 1 } });
    await frontEnd.waitFor(
      ({ header, parent, content }) =>
        header.msg_type === "stream" && parent.msg_id === id && content.text === 'open comm-b {"a":1}\n',
      "what the cells print of it",
    );
    const { reply } = await frontEnd.ask("shell", "comm_info_request");
    expect(reply.content.comms["comm-b"]).to.deep.equal({ target_name: "target-b" });
  });

  it("comm: waits for the cells that were sent before it", async () => {
    const cell = frontEnd.sendExecute("wait 200\nprint done");
    const id = frontEnd.send("shell", "comm_open", { comm_id: "comm-c", target_name: "t", data: {} });
    const next = frontEnd.send("shell", "comm_msg", { comm_id: "comm-c", data: {} });
    await frontEnd.idle(next);
    const order = frontEnd.received.filter(
      ({ channel, header, content }) =>
        channel === "iopub" && header.msg_type === "status" && content.execution_state === "idle",
    );
    const ids = order.map(({ parent }) => parent.msg_id).slice(-3);
    expect(ids).to.deep.equal([cell, id, next]);
  });

  it("debug: refused in the words of its own protocol", async () => {
    const { reply } = await frontEnd.ask("control", "debug_request", {
      type: "request",
      seq: 4,
      command: "initialize",
    });
    expect(reply.header.msg_type).to.equal("debug_reply");
    expect(reply.content).to.include({ type: "response", request_seq: 4, command: "initialize", success: false });
  });

  it("unknown: a request gets an error, anything else is dropped, and both come to idle", async () => {
    const { reply } = await frontEnd.ask("shell", "dance_request");
    expect(reply.header.msg_type).to.equal("dance_reply");
    expect(reply.content).to.include({ status: "error" });
    for (const type of ["dance", "constructor", "__proto__"]) {
      const id = frontEnd.send("shell", type, {});
      await frontEnd.idle(id);
      const replies = frontEnd.received.filter(({ channel, parent }) => channel === "shell" && parent.msg_id === id);
      expect(replies, type).to.deep.equal([]);
    }
    const inherited = await frontEnd.ask("shell", "toString_request");
    expect(inherited.reply.content.status).to.equal("error");
  });
});
