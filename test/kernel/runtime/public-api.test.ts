import { expect } from "chai";
import * as tslab from "tslab";
import { CellRunner } from "../support/cell-runner.ts";

describe("what cells can import from the kernel", function () {
  this.timeout(30_000);
  let cells: CellRunner;
  before(() => {
    cells = new CellRunner();
  });
  after(() => cells.close());
  beforeEach(() => {
    cells.events.length = 0;
  });

  it("shows, updates and clears outputs", async () => {
    await cells.run(
      'import { clearOutput, display, updateDisplay } from "llmlab/kernel"; display({ "text/plain": "a" }, { id: "x", metadata: { "text/plain": { m: 1 } } }); updateDisplay("x", { "text/plain": "b" }); clearOutput({ wait: true });',
    );
    const id = cells.latest;
    expect(cells.events).to.deep.equal([
      {
        type: "display",
        bundle: { data: { "text/plain": "a" }, metadata: { "text/plain": { m: 1 } } },
        displayId: "x",
        id,
      },
      { type: "display", bundle: { data: { "text/plain": "b" }, metadata: {} }, displayId: "x", update: true, id },
      { type: "clear", wait: true, id },
    ]);
    expect((await cells.error('display({ "application/json": 1n })')).evalue).to.match(
      /Cannot display application\/json/,
    );
  });

  it("has the display interface of tslab, every member of it", async () => {
    await cells.run('import * as tslab from "tslab";');
    expect(await cells.value("Object.keys(tslab).sort().join()")).to.equal(
      `'${Object.keys(tslab)
        .filter((name) => name !== "default")
        .sort()
        .join()}'`,
    );
    const methods = ["html", "markdown", "latex", "svg", "javascript", "text"] as const;
    for (const method of methods) await cells.run(`tslab.display.${method}("content")`);
    for (const method of ["png", "jpeg", "gif", "pdf"])
      await cells.run(`tslab.display.${method}(Uint8Array.of(1, 2, 3))`);
    await cells.run('tslab.display.raw("x/y", "z")');
    const types = cells.events.map((event) =>
      event.type === "display" ? Object.keys(event.bundle.data).filter((type) => type !== "text/plain") : [],
    );
    expect(types.flat()).to.include.members([
      "text/html",
      "text/markdown",
      "text/latex",
      "image/svg+xml",
      "image/png",
      "image/jpeg",
      "image/gif",
      "application/pdf",
      "x/y",
    ]);
    expect(cells.events).to.have.length(11);
    expect(await cells.value("tslab.versions.tslab")).to.equal(`'${tslab.versions.tslab}'`);
    expect(await cells.value('require("tslab").display === tslab.display')).to.equal("true");
  });

  it("replaces what a display of tslab has shown", async () => {
    await cells.run(
      'import { newDisplay } from "tslab"; const place = newDisplay(); place.text("1"); place.text("2");',
    );
    const [first, second] = cells.events;
    expect(first).to.include({ type: "display" }).and.not.have.property("update");
    expect(second).to.include({ type: "display", update: true });
    expect(first).to.have.property("displayId", second?.type === "display" ? second.displayId : undefined);
  });

  it("opens comms to the front end, and takes its messages and bytes", async () => {
    await cells.run(
      'import { openComm } from "llmlab/kernel"; const got: unknown[] = []; const comm = openComm("widget", { a: 1 }, [Uint8Array.of(7)]); comm.onMessage(({ data, buffers }) => { got.push(data, ...buffers.map((bytes) => [...bytes])); console.log("got"); }); comm.onClose(() => got.push("closed")); comm.id',
    );
    const [open] = cells.events;
    expect(open).to.have.nested.property("message.kind", "open");
    expect(open).to.have.nested.property("message.targetName", "widget");
    expect(open).to.have.nested.property("message.buffers").that.deep.equals(["Bw=="]);
    const commId = open?.type === "comm" ? open.message.commId : "";
    cells.runtime.deliverComm({ kind: "msg", commId, data: { b: 2 }, buffers: ["AQI="] }, "front-end-1");
    await cells.seen((event) => event.type === "stream" && event.id === "front-end-1");
    cells.runtime.deliverComm({ kind: "close", commId, data: {} }, "front-end-2");
    expect(await cells.value("got")).to.equal("[ { b: 2 }, [ 1, 2 ], 'closed' ]");
    expect((await cells.error("comm.send({})")).evalue).to.match(/closed/);
  });

  it("lets the front end open comms, and closes those that nobody takes", async () => {
    await cells.run(
      'import { registerTarget } from "llmlab/kernel"; registerTarget("echo", (comm, { data }) => { comm.send({ hello: data }); comm.onMessage(({ data }) => comm.send(data)); });',
    );
    cells.events.length = 0;
    cells.runtime.deliverComm({ kind: "open", commId: "1", targetName: "echo", data: { n: 1 } }, "r");
    cells.runtime.deliverComm({ kind: "msg", commId: "1", data: { n: 2 } }, "r");
    cells.runtime.deliverComm({ kind: "open", commId: "2", targetName: "nobody", data: {} }, "r");
    await cells.seen((event) => event.type === "comm" && event.message.kind === "close");
    const sent = cells.events.map((event) =>
      event.type === "comm" ? [event.message.kind, event.message.commId, event.message.data] : [],
    );
    expect(sent).to.deep.equal([
      ["msg", "1", { hello: { n: 1 } }],
      ["msg", "1", { n: 2 }],
      ["close", "2", {}],
    ]);
  });

  it("takes comm messages while a cell waits for them", async () => {
    const waiting = cells.run(
      'const answer = await new Promise((resolve) => { const asked = openComm("ask"); asked.onMessage(({ data }) => resolve(data)); }); answer',
    );
    const open = await cells.seen((event) => event.type === "comm" && event.message.kind === "open");
    const commId = open.type === "comm" ? open.message.commId : "";
    cells.runtime.deliverComm({ kind: "msg", commId, data: { yes: true } }, "r");
    expect(await waiting).to.have.nested.property("result.data.text/plain", "{ yes: true }");
  });

  it("tells work that stops by itself of an interrupt, and keeps what it returns", async () => {
    await cells.run('import { interruptible } from "llmlab/kernel"; let rounds = 0;');
    const work =
      "await interruptible(async (signal) => { while (!signal.aborted) { rounds++; await new Promise((resolve) => setTimeout(resolve, 2)); } return `stopped`; })";
    expect(await cells.run(work, { interruptAfter: 60 })).to.have.nested.property(
      "result.data.text/plain",
      "'stopped'",
    );
    const deaf =
      "await interruptible(async () => { for (;;) await new Promise((resolve) => setTimeout(resolve, 2)); })";
    expect(await cells.error(deaf, { interruptAfter: [50, 150] })).to.include({ ename: "KeyboardInterrupt" });
    const stuck = "await interruptible(async () => { for (;;) {} })";
    const start = performance.now();
    expect(await cells.error(stuck, { interruptAfter: [50, 150] })).to.include({ ename: "KeyboardInterrupt" });
    expect(performance.now() - start).to.be.lessThan(1500);
    expect(await cells.error("for (;;) {}", { interruptAfter: 50 })).to.include({ ename: "KeyboardInterrupt" });
    expect(Number(await cells.value("rounds"))).to.be.greaterThan(2);
  });

  it("says outside a notebook that it needs one", async () => {
    const { clearOutput, display, openComm } = await import("../../../lib/kernel/index.ts");
    expect(() => display({ "text/plain": "a" })).to.throw(/no kernel runs this/);
    expect(() => clearOutput()).to.throw(/no kernel runs this/);
    expect(() => openComm("x")).to.throw(/no kernel runs this/);
  });
});
