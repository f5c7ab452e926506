import { expect } from "chai";
import { type FrontEnd, startFrontEnd, streamText, toyCommand } from "../support/front-end.ts";

describe("what follows what, in a kernel of the toy language", () => {
  let frontEnd: FrontEnd;
  before(async () => {
    frontEnd = await startFrontEnd({ command: toyCommand });
  });
  after(() => frontEnd.close());

  const statusOf = (answer: { reply: { content: { status: string } } }) => answer.reply.content.status;

  describe("stop_on_error", () => {
    it("aborts all cells that were sent with the failing one, however fast it fails", async () => {
      for (const failing of ["throw now", "bad", "wait 50\nthrow later"]) {
        const ids = [failing, ...Array.from({ length: 60 }, (_, n) => `print ${n}`)].map((code) =>
          frontEnd.sendExecute(code),
        );
        const answers = await Promise.all(ids.map((id) => frontEnd.answer(id)));
        expect(answers.map(statusOf), failing).to.deep.equal(["error", ...Array.from({ length: 60 }, () => "aborted")]);
        for (const { reply, outputs, published } of answers.slice(1)) {
          expect(reply.content).to.deep.equal({ status: "aborted" });
          expect(outputs).to.deep.equal([]);
          expect(published.map(({ content }) => content.execution_state)).to.deep.equal(["busy", "idle"]);
        }
      }
    });

    it("runs a cell that is sent in answer to the failure, at once", async () => {
      for (let round = 0; round < 10; round++) {
        const failing = frontEnd.sendExecute("throw now");
        const waiting = frontEnd.sendExecute("print aborted");
        await frontEnd.waitFor(({ channel, parent }) => channel === "shell" && parent.msg_id === failing);
        const next = frontEnd.sendExecute("print next");
        expect(statusOf(await frontEnd.answer(waiting))).to.equal("aborted");
        expect(streamText((await frontEnd.answer(next)).outputs)).to.equal("next\n");
      }
    });

    it("aborts nothing when it is false", async () => {
      const ids = [
        frontEnd.sendExecute("throw now", { stop_on_error: false }),
        frontEnd.sendExecute("print on"),
        frontEnd.sendExecute("bad", { stop_on_error: false }),
        frontEnd.sendExecute("print on"),
      ];
      const answers = await Promise.all(ids.map((id) => frontEnd.answer(id)));
      expect(answers.map(statusOf)).to.deep.equal(["error", "ok", "error", "ok"]);
    });

    it("aborts executions only: other requests are answered, and comm messages are delivered", async () => {
      const failing = frontEnd.sendExecute("wait 50\nthrow now");
      const cell = frontEnd.sendExecute("print aborted");
      const comm = frontEnd.send("shell", "comm_open", { comm_id: "kept", target_name: "t", data: {} });
      const info = frontEnd.send("shell", "kernel_info_request", {});
      expect(statusOf(await frontEnd.answer(failing))).to.equal("error");
      expect(statusOf(await frontEnd.answer(cell))).to.equal("aborted");
      expect(statusOf(await frontEnd.answer(info))).to.equal("ok");
      await frontEnd.idle(comm);
      expect((await frontEnd.ask("shell", "comm_info_request")).reply.content.comms).to.have.property("kept");
    });

    it("gives numbers to executions that ran, not to those that were aborted", async () => {
      const before = (await frontEnd.execute("")).reply.content.execution_count;
      const ids = ["throw now", "print a", "print b"].map((code) => frontEnd.sendExecute(code));
      await Promise.all(ids.map((id) => frontEnd.answer(id)));
      expect((await frontEnd.execute("")).reply.content.execution_count).to.equal(before + 2);
    });
  });

  describe("outputs", () => {
    it("all come before idle, and the reply does not come before them, in a hundred cells sent at once", async () => {
      const ids = Array.from({ length: 100 }, (_, n) => frontEnd.sendExecute(`print ${n}\nshow x\nwrite 50\nwarn y`));
      const answers = await Promise.all(ids.map((id) => frontEnd.answer(id)));
      await new Promise((resolve) => setTimeout(resolve, 150));
      for (const { id, published } of answers) {
        const all = frontEnd.publishedFor(id);
        expect(all.length, "nothing came later").to.equal(published.length);
        expect(all.at(-1)?.content.execution_state).to.equal("idle");
        expect(streamText(all)).to.match(/^\d+\n0\n1\n/);
        expect(streamText(all).endsWith("49\n")).to.equal(true);
        expect(streamText(all, "stderr")).to.equal("y\n");
      }
    });

    it("do not wait for the end of the cell", async () => {
      const id = frontEnd.sendExecute("print early\nwait 1500");
      const start = performance.now();
      await frontEnd.waitFor(({ header, parent }) => header.msg_type === "stream" && parent.msg_id === id);
      expect(performance.now() - start).to.be.lessThan(700);
      await frontEnd.answer(id);
    });

    it("that come late go to the cell that caused them", async () => {
      const first = await frontEnd.execute("late 100 from the timer\nlate-error 150 of the timer");
      const second = await frontEnd.execute("print second\nwait 300\nprint end");
      const late = frontEnd.publishedFor(first.id).slice(first.published.length);
      expect(late.map(({ header, content }) => [header.msg_type, content.text ?? content.evalue])).to.deep.equal([
        ["stream", "from the timer\n"],
        ["error", "of the timer"],
      ]);
      expect(streamText(second.outputs)).to.equal("second\nend\n");
      expect(second.reply.content.status).to.equal("ok");
    });
  });

  describe("while a cell runs", () => {
    it("kernel_info, complete, inspect, is_complete, history and comm_info are answered", async () => {
      const id = frontEnd.sendExecute("forever");
      await frontEnd.waitFor(({ header, parent }) => header.msg_type === "execute_input" && parent.msg_id === id);
      for (const [type, content] of [
        ["kernel_info_request", {}],
        ["complete_request", { code: "va", cursor_pos: 2 }],
        ["inspect_request", { code: "va", cursor_pos: 2, detail_level: 0 }],
        ["is_complete_request", { code: "va" }],
        ["history_request", { hist_access_type: "tail", n: 1, output: false, raw: true }],
        ["comm_info_request", {}],
      ] as const) {
        const start = performance.now();
        expect(statusOf(await frontEnd.ask("shell", type, content)), type).to.be.oneOf(["ok", "complete"]);
        expect(performance.now() - start, type).to.be.lessThan(1000);
      }
      const statuses = frontEnd.received.filter(({ header }) => header.msg_type === "status");
      // The last word on the state of the kernel is that it is busy with the cell.
      const last = await frontEnd.waitFor(
        ({ header, parent, content }) =>
          header.msg_type === "status" && parent.msg_id === id && content.execution_state === "busy",
      );
      expect(statuses.indexOf(last)).to.be.greaterThan(-1);
      await frontEnd.interrupt();
      const { reply } = await frontEnd.answer(id);
      expect(reply.content).to.include({ status: "error", ename: "KeyboardInterrupt" });
    });

    it("an interrupt also ends a check that does not end", async () => {
      const id = frontEnd.sendExecute("slow-check");
      await frontEnd.waitFor(({ header, parent }) => header.msg_type === "execute_input" && parent.msg_id === id);
      await frontEnd.interrupt();
      expect((await frontEnd.answer(id)).reply.content).to.include({ status: "error", ename: "KeyboardInterrupt" });
      expect(statusOf(await frontEnd.execute("print on"))).to.equal("ok");
    });

    it("an interrupt aborts the cells that wait, and does nothing while the kernel is idle", async () => {
      const ids = ["forever", "print a", "print b"].map((code) => frontEnd.sendExecute(code));
      await frontEnd.waitFor(({ header, parent }) => header.msg_type === "execute_input" && parent.msg_id === ids[0]);
      await frontEnd.interrupt();
      const answers = await Promise.all(ids.map((id) => frontEnd.answer(id)));
      expect(answers.map(statusOf)).to.deep.equal(["error", "aborted", "aborted"]);
      expect(statusOf(await frontEnd.interrupt())).to.equal("ok");
      expect(statusOf(await frontEnd.execute("print on"))).to.equal("ok");
    });
  });
});
