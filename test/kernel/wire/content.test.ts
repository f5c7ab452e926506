import { expect } from "chai";
import { readComm, writeComm } from "../../../lib/kernel/wire/comm.ts";
import { readCommInfoRequest } from "../../../lib/kernel/wire/comm-info.ts";
import { completeReply, readCodePosition } from "../../../lib/kernel/wire/complete.ts";
import { readExecuteRequest } from "../../../lib/kernel/wire/execute.ts";
import { readHistoryRequest } from "../../../lib/kernel/wire/history.ts";
import { readInputReply } from "../../../lib/kernel/wire/input.ts";
import { inspectReply, readInspectRequest } from "../../../lib/kernel/wire/inspect.ts";
import { readShutdownRequest } from "../../../lib/kernel/wire/shutdown.ts";

describe("the content of an execute_request", () => {
  it("needs only the code; the rest is as the protocol says", () => {
    expect(readExecuteRequest({ code: "1" })).to.deep.equal({
      code: "1",
      silent: false,
      storeHistory: true,
      userExpressions: {},
      allowStdin: true,
      stopOnError: true,
    });
  });

  it("never counts when it is silent", () => {
    expect(readExecuteRequest({ code: "", silent: true, store_history: true }).storeHistory).to.equal(false);
  });

  it("is refused without code or with members of the wrong type", () => {
    expect(() => readExecuteRequest({})).to.throw('its "code" is missing');
    expect(() => readExecuteRequest({ code: 1 })).to.throw('its "code" is 1, not a string');
    expect(() => readExecuteRequest({ code: "", silent: "no" })).to.throw('its "silent" is "no", not true or false');
    expect(() => readExecuteRequest({ code: "", user_expressions: { a: 1 } })).to.throw('"a" is not a string');
    expect(() => readExecuteRequest({ code: "", user_expressions: [] })).to.throw('its "user_expressions" is []');
  });

  it("takes null for a member that is missing", () => {
    expect(readExecuteRequest({ code: "1", user_expressions: null, stop_on_error: null }).stopOnError).to.equal(true);
  });
});

describe("the content of complete and inspect messages", () => {
  const code = '"🙂"; va';

  it("counts code points on the wire and UTF-16 units inside", () => {
    expect(readCodePosition("complete_request", { code, cursor_pos: 7 })).to.deep.equal({ code, offset: 8 });
    const reply = completeReply(code, { start: 6, end: 8, items: [{ text: "value", kind: "constant" }] });
    expect(reply).to.deep.include({ status: "ok", matches: ["value"], cursor_start: 5, cursor_end: 7 });
    const types = { start: 5, end: 7, text: "value", type: "constant", signature: "" };
    expect(reply.metadata).to.deep.equal({ _jupyter_types_experimental: [types] });
  });

  it("takes the end of the code for a cursor that is missing", () => {
    expect(readCodePosition("complete_request", { code }).offset).to.equal(code.length);
  });

  it("asks for the source at detail level 1", () => {
    expect(readInspectRequest({ code, cursor_pos: 7 }).withSource).to.equal(false);
    expect(readInspectRequest({ code, cursor_pos: 7, detail_level: 1 }).withSource).to.equal(true);
  });

  it("describes a name as plain text and as Markdown, the source at the end", () => {
    const reply = inspectReply({ signature: "const a: 1", documentation: "One.", source: "const a = 1;" });
    expect(reply).to.deep.equal({
      status: "ok",
      found: true,
      data: {
        "text/plain": "const a: 1\n\nOne.\n\nconst a = 1;",
        "text/markdown": "```typescript\nconst a: 1\n```\n\nOne.\n\n```typescript\nconst a = 1;\n```",
      },
      metadata: {},
    });
  });

  it("fences code that has backticks with more of them", () => {
    const reply = inspectReply({ signature: "type F = '```'", documentation: "" });
    expect(JSON.stringify(reply)).to.contain("````typescript\\ntype F = '```'\\n````");
  });

  it("says that nothing was found", () => {
    expect(inspectReply(undefined)).to.deep.equal({ status: "ok", found: false, data: {}, metadata: {} });
  });
});

describe("the content of a history_request", () => {
  it("is a range, the end of the history, or a search", () => {
    expect(
      readHistoryRequest({ hist_access_type: "range", session: -1, start: 2, stop: 5, output: true }),
    ).to.deep.equal({ access: "range", output: true, session: -1, start: 2, stop: 5 });
    expect(readHistoryRequest({ hist_access_type: "range", session: 0, start: 2, stop: null })).to.deep.include({
      stop: undefined,
    });
    expect(readHistoryRequest({ hist_access_type: "tail", n: 3 })).to.deep.equal({
      access: "tail",
      output: false,
      count: 3,
    });
    expect(readHistoryRequest({ hist_access_type: "search", pattern: "a*", unique: true, n: 2 })).to.deep.equal({
      access: "search",
      output: false,
      pattern: "a*",
      count: 2,
      unique: true,
    });
  });

  it("is refused when it is something else", () => {
    expect(() => readHistoryRequest({ hist_access_type: "all" })).to.throw('Cannot look up history by "all"');
  });
});

describe("the content of comm messages", () => {
  const message = {
    identities: [],
    header: { msg_id: "1", msg_type: "comm_open", session: "", username: "", date: "", version: "" },
    parentHeader: {},
    metadata: { version: 2 },
    content: { comm_id: "c", target_name: "t", data: { a: 1 } },
    buffers: [Buffer.from([0, 255])],
  };

  it("comes with its buffers as base64, and goes out with them as bytes", () => {
    const comm = readComm("comm_open", message);
    expect(comm).to.deep.equal({
      kind: "open",
      commId: "c",
      targetName: "t",
      data: { a: 1 },
      metadata: { version: 2 },
      buffers: ["AP8="],
    });
    const { type, content, metadata, buffers } = writeComm(comm);
    expect({ type, content, metadata }).to.deep.equal({
      type: "comm_open",
      content: message.content,
      metadata: message.metadata,
    });
    expect(buffers.map((buffer) => [...buffer])).to.deep.equal([[0, 255]]);
  });

  it("has no target once the comm is open", () => {
    expect(readComm("comm_msg", message)).not.to.have.property("targetName");
    expect(writeComm({ kind: "msg", commId: "c", data: {} }).content).to.deep.equal({ comm_id: "c", data: {} });
  });

  it("is refused without an id", () => {
    expect(() => readComm("comm_close", { ...message, content: {} })).to.throw('its "comm_id" is missing');
  });
});

describe("the content of small requests", () => {
  it("is read with its defaults", () => {
    expect(readShutdownRequest({})).to.equal(false);
    expect(readShutdownRequest({ restart: true })).to.equal(true);
    expect(readCommInfoRequest({})).to.equal(undefined);
    expect(readCommInfoRequest({ target_name: "t" })).to.equal("t");
    expect(readInputReply({ value: "text", status: "ok" })).to.equal("text");
    expect(() => readInputReply({ status: "error" })).to.throw('its "value" is missing');
  });
});
