import { expect } from "chai";
import { Comms } from "../../../lib/kernel/output/comms.ts";
import { Origins } from "../../../lib/kernel/output/origins.ts";
import { headerMaker } from "../../../lib/kernel/wire/header.ts";

describe("the origins of outputs", () => {
  const makeHeader = headerMaker();
  const request = () => ({ identities: [], header: makeHeader("execute_request") });

  it("are found by the id of the request, and the latest where the id is unknown", () => {
    const origins = new Origins();
    expect(origins.find("x")).to.equal(undefined);
    const [first, second] = [request(), request()];
    origins.add(first, { silent: false });
    origins.add(second, { silent: true });
    expect(origins.find(first.header.msg_id)).to.include({ request: first, silent: false });
    expect(origins.find("x")).to.include({ request: second, silent: true });
    expect(origins.find(undefined)?.request).to.equal(second);
  });

  it("do not pile up for ever", () => {
    const origins = new Origins();
    const first = request();
    origins.add(first, { silent: false });
    for (let n = 0; n < 10_000; n++) {
      origins.add(request(), { silent: false });
    }
    expect(origins.find(first.header.msg_id)?.request).not.to.equal(first);
  });
});

describe("the open comms", () => {
  it("are those opened and not closed, by either side", () => {
    const comms = new Comms();
    comms.track({ kind: "open", commId: "1", targetName: "a", data: {} });
    comms.track({ kind: "open", commId: "2", targetName: "b", data: {} });
    comms.track({ kind: "msg", commId: "3", data: {} });
    expect(comms.list()).to.deep.equal([
      ["1", "a"],
      ["2", "b"],
    ]);
    expect(comms.list("b")).to.deep.equal([["2", "b"]]);
    comms.track({ kind: "close", commId: "2", data: {} });
    expect(comms.list("b")).to.deep.equal([]);
    expect(comms.clear()).to.deep.equal(["1"]);
    expect(comms.list()).to.deep.equal([]);
  });
});
