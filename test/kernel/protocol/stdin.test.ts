import { expect } from "chai";
import { type FrontEnd, startFrontEnd, streamText, toyCommand } from "../support/front-end.ts";

describe("questions of a cell", () => {
  let frontEnd: FrontEnd;
  beforeEach(async () => {
    frontEnd = await startFrontEnd({ command: toyCommand });
  });
  afterEach(() => frontEnd.close());

  const question = (id: string) =>
    frontEnd.waitFor(({ header, parent }) => header.msg_type === "input_request" && parent.msg_id === id, "a question");

  it("are asked of the front end, and the answer goes to the cell", async () => {
    const asked: unknown[] = [];
    frontEnd.onInput = (prompt, password) => {
      asked.push([prompt, password]);
      return "grüße 🙂";
    };
    const { outputs } = await frontEnd.execute("print before\nask name?\nsecret key?");
    expect(asked).to.deep.equal([
      ["name?", false],
      ["key?", true],
    ]);
    expect(streamText(outputs)).to.equal("before\ngrüße 🙂\ngrüße 🙂\n");
  });

  it("come after what was printed before them", async () => {
    const id = frontEnd.sendExecute("print before\nask name?", { allow_stdin: true });
    const asked = await question(id);
    const printed = await frontEnd.waitFor(
      ({ header, parent }) => header.msg_type === "stream" && parent.msg_id === id,
    );
    // Two sockets may change the order by a moment, but what was printed does not wait for the answer.
    expect(printed.content.text).to.equal("before\n");
    frontEnd.send("stdin", "input_reply", { value: "x" }, { parent: asked.header });
    await frontEnd.answer(id);
  });

  it("are an error where nobody can be asked", async () => {
    const { reply } = await frontEnd.execute("ask name?", { allow_stdin: false });
    expect(reply.content).to.include({ status: "error", evalue: "Nobody can be asked" });
  });

  it("are given up by an interrupt, and an answer that comes too late goes nowhere", async () => {
    const first = frontEnd.sendExecute("ask first?", { allow_stdin: true });
    const stale = await question(first);
    await frontEnd.interrupt();
    expect((await frontEnd.answer(first)).reply.content).to.include({ status: "error", ename: "KeyboardInterrupt" });
    const second = frontEnd.sendExecute("ask second?", { allow_stdin: true });
    const fresh = await question(second);
    frontEnd.send("stdin", "input_reply", { value: "stale" }, { parent: stale.header });
    frontEnd.send("stdin", "input_reply", { value: "fresh" }, { parent: fresh.header });
    expect(streamText((await frontEnd.answer(second)).outputs)).to.equal("fresh\n");
  });

  it("take an answer without a parent, as some front ends send it, and only one", async () => {
    const id = frontEnd.sendExecute("ask a?\nask b?", { allow_stdin: true });
    await question(id);
    frontEnd.send("stdin", "input_reply", { value: "one" });
    const next = await frontEnd.waitFor(
      ({ header, content }) => header.msg_type === "input_request" && content.prompt === "b?",
      "the second question",
    );
    frontEnd.send("stdin", "input_reply", { value: "two" }, { parent: next.header });
    frontEnd.send("stdin", "input_reply", { value: "three" }, { parent: next.header });
    expect(streamText((await frontEnd.answer(id)).outputs)).to.equal("one\ntwo\n");
  });

  it("stay open over a broken answer", async () => {
    const id = frontEnd.sendExecute("ask a?", { allow_stdin: true });
    const asked = await question(id);
    frontEnd.send("stdin", "input_reply", { nothing: 1 }, { parent: asked.header });
    frontEnd.send("stdin", "comm_msg", {});
    frontEnd.send("stdin", "input_reply", { value: "right" }, { parent: asked.header });
    expect(streamText((await frontEnd.answer(id)).outputs)).to.equal("right\n");
  });
});
