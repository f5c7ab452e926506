import { expect } from "chai";
import { type FrontEnd, startFrontEnd, streamText } from "../support/front-end.ts";

describe("the TypeScript kernel, spoken to over its channels", () => {
  let frontEnd: FrontEnd;
  before(async () => {
    frontEnd = await startFrontEnd();
  });
  after(() => frontEnd.close());

  const plain = (answer: { outputs: FrontEnd["received"] | readonly FrontEnd["received"][number][] }) =>
    answer.outputs.find(({ header }) => header.msg_type === "execute_result")?.content.data["text/plain"];

  it("says that it is TypeScript 7", async () => {
    const { reply } = await frontEnd.ask("control", "kernel_info_request");
    expect(reply.content.language_info.name).to.equal("typescript");
    expect(reply.content.language_info.version).to.match(/^7\./);
  });

  it("runs cells, checks them first, and remembers names with their types", async () => {
    expect(plain(await frontEnd.execute("const word = 'a';\nword.length + 1"))).to.equal("2");
    const wrong = await frontEnd.execute("console.log('never');\nconst n: number = word;");
    expect(wrong.reply.content).to.include({ status: "error", ename: "TypeScriptError" });
    expect(wrong.reply.content.traceback.join("\n")).to.contain("line 2, column 7").and.to.contain("TS2322");
    expect(wrong.outputs.map(({ header }) => header.msg_type)).to.deep.equal(["error"]);
  });

  it("keeps what a failing cell did before it failed, and nothing it did not", async () => {
    await frontEnd.execute("const kept = 1;\nthrow new Error('now');\nconst never = 2;");
    expect(plain(await frontEnd.execute("kept"))).to.equal("1");
    expect((await frontEnd.execute("never")).reply.content.ename).to.equal("TypeScriptError");
  });

  it("completes and inspects after an emoji at the right place, in code points", async () => {
    await frontEnd.execute("/** How many. */\nconst amount = 3;");
    const code = 'const s = "🙂👩‍🔬"; amou';
    const { reply } = await frontEnd.complete(code);
    const length = [...code].length;
    expect(reply.content.matches).to.include("amount");
    expect(reply.content).to.include({ cursor_start: length - 4, cursor_end: length });
    const inspected = await frontEnd.inspect('"🙂🙂🙂"; amount + 1', 8);
    expect(inspected.reply.content.data["text/plain"]).to.contain("const amount").and.to.contain("How many.");
    const source = await frontEnd.inspect("amount", 3, 1);
    expect(source.reply.content.data["text/plain"]).to.contain("const amount = 3;");
  });

  it("says whether code is complete", async () => {
    const status = async (code: string) =>
      (await frontEnd.ask("shell", "is_complete_request", { code })).reply.content.status;
    expect(await status("const a = 1;")).to.equal("complete");
    expect(await status("function f() {")).to.equal("incomplete");
    expect(await status("const = ;")).to.equal("invalid");
  });

  it("answers all that does not run while a cell runs a tight loop, and is interrupted with its state kept", async () => {
    await frontEnd.execute("let turns = 0;");
    const id = frontEnd.sendExecute("console.log('in');\nfor (;;) turns++;");
    await frontEnd.waitFor(({ header, parent }) => header.msg_type === "stream" && parent.msg_id === id);
    for (const ask of [
      () => frontEnd.complete("turn"),
      () => frontEnd.inspect("turns"),
      () => frontEnd.ask("shell", "is_complete_request", { code: "1" }),
      () => frontEnd.ask("shell", "kernel_info_request"),
      () => frontEnd.ask("control", "kernel_info_request"),
    ]) {
      expect((await ask()).reply.content.status).to.be.oneOf(["ok", "complete"]);
    }
    await frontEnd.interrupt();
    expect((await frontEnd.answer(id)).reply.content).to.include({ status: "error", ename: "KeyboardInterrupt" });
    expect(plain(await frontEnd.execute("turns > 0"))).to.equal("true");
  });

  it("aborts what was sent with a cell that fails to check, and runs what is sent after", async () => {
    const ids = ["const n: number = 'a';", "1", "2"].map((code) => frontEnd.sendExecute(code));
    const statuses = [];
    for (const id of ids) {
      statuses.push((await frontEnd.answer(id)).reply.content.status);
    }
    expect(statuses).to.deep.equal(["error", "aborted", "aborted"]);
    expect((await frontEnd.execute("3")).reply.content.status).to.equal("ok");
  });

  it("asks through prompt and confirm", async () => {
    const asked: unknown[] = [];
    frontEnd.onInput = (prompt) => {
      asked.push(prompt);
      return asked.length === 1 ? "Grüße 🙂" : "y";
    };
    const answer = await frontEnd.execute("[prompt('name?'), confirm('sure?')]");
    frontEnd.onInput = undefined;
    expect(asked[0]).to.contain("name?");
    expect(asked[1]).to.contain("sure?");
    expect(plain(answer)).to.equal("[ 'Grüße 🙂', true ]");
    expect((await frontEnd.execute("prompt('nobody?')")).reply.content.status).to.equal("error");
  });

  it("sends what a timer prints, or fails with, under the cell that set it", async () => {
    const { id } = await frontEnd.execute("setTimeout(() => { console.log('late'); throw new Error('late'); }, 100);");
    await frontEnd.execute("await new Promise((resolve) => setTimeout(resolve, 300));");
    const error = await frontEnd.waitFor(
      ({ header, parent }) => header.msg_type === "error" && parent.msg_id === id,
      "the error of the timer",
    );
    expect(error.content).to.include({ ename: "Error", evalue: "late" });
    expect(streamText(frontEnd.publishedFor(id))).to.equal("late\n");
  });

  it("evaluates user expressions among the names of the cells", async () => {
    const { reply } = await frontEnd.execute("const five = 5;", {
      user_expressions: { sum: "five + 1", no: "nothing" },
    });
    expect(reply.content.user_expressions.sum?.data["text/plain"]).to.equal("6");
    expect(reply.content.user_expressions.no).to.include({ status: "error", ename: "ReferenceError" });
  });

  it("passes comm messages to cells and back", async () => {
    const opened = await frontEnd.execute(`// @ts-nocheck
      const host = globalThis[Symbol.for("llmlab.kernel")];
      host.sendComm({ kind: "open", commId: "c", targetName: "test-target", data: { hello: 1 } });
      host.onComm(({ commId, data, buffers }) => {
        host.sendComm({ kind: "msg", commId, data: { echo: data }, buffers });
        return true;
      });
    `);
    const open = opened.outputs.find(({ header }) => header.msg_type === "comm_open");
    expect(open?.content).to.include({ target_name: "test-target" });
    const buffers = [Buffer.from([0, 200, 10])];
    const id = frontEnd.send("shell", "comm_msg", { comm_id: open?.content.comm_id, data: { n: 1 } }, { buffers });
    const echo = await frontEnd.waitFor(({ header, parent }) => header.msg_type === "comm_msg" && parent.msg_id === id);
    expect(echo.content.data).to.deep.equal({ echo: { n: 1 } });
    expect(echo.buffers.map((buffer) => [...buffer])).to.deep.equal([[0, 200, 10]]);
  });

  it("sends a hundred thousand writes and a thousand updates whole and in order", async () => {
    const writes = await frontEnd.execute("for (let i = 0; i < 100_000; i++) console.log(i);");
    expect(streamText(writes.outputs)).to.equal(Array.from({ length: 100_000 }, (_, n) => `${n}\n`).join(""));
    const updates = await frontEnd.execute(`// @ts-nocheck
      const screen = globalThis[Symbol.for("llmlab.kernel")];
      const bundle = (i) => ({ data: { "text/plain": String(i) }, metadata: {} });
      screen.display(bundle(0), "flood");
      for (let i = 1; i <= 1000; i++) screen.update(bundle(i), "flood");
    `);
    expect(updates.outputs.map(({ content }) => Number(content.data["text/plain"]))).to.deep.equal(
      Array.from({ length: 1001 }, (_, n) => n),
    );
  });

  it("survives the end of the process that runs the cells: names are gone, numbers go on", async () => {
    const before = await frontEnd.execute("const gone = 1;");
    const { reply } = await frontEnd.execute("process.abort();");
    expect(reply.content).to.include({
      status: "error",
      ename: "RuntimeCrash",
      execution_count: before.reply.content.execution_count + 1,
    });
    expect((await frontEnd.execute("gone")).reply.content.ename).to.equal("TypeScriptError");
    expect((await frontEnd.complete("gon")).reply.content.matches).not.to.include("gone");
    expect(plain(await frontEnd.execute("1 + 1"))).to.equal("2");
  });
});
