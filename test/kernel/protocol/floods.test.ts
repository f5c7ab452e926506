import { readFileSync } from "node:fs";
import { expect } from "chai";
import { type FrontEnd, startFrontEnd, streamText, toyCommand } from "../support/front-end.ts";

describe("floods of output, in a kernel of the toy language", () => {
  let frontEnd: FrontEnd;
  beforeEach(async () => {
    frontEnd = await startFrontEnd({ command: toyCommand, patience: 30_000 });
  });
  afterEach(() => frontEnd.close());

  it("a hundred thousand writes arrive whole and in order, in few messages", async () => {
    const { outputs } = await frontEnd.execute("write 100000");
    expect(streamText(outputs)).to.equal(Array.from({ length: 100_000 }, (_, n) => `${n}\n`).join(""));
    expect(outputs.length).to.be.lessThan(500);
  });

  it("a thousand updates of a display arrive one by one and in order", async () => {
    const { outputs } = await frontEnd.execute("show-as flood start\nupdates 1000\nprint end");
    expect(outputs.slice(1, -1).map(({ content }) => Number(content.data["text/plain"]))).to.deep.equal(
      Array.from({ length: 1000 }, (_, n) => n),
    );
    expect(outputs.at(-1)?.content.text).to.equal("end\n");
  });

  it("one write of two megabytes is cut at one, with a word about it", async () => {
    const { outputs } = await frontEnd.execute("text 2000000\nprint after");
    const text = streamText(outputs);
    expect(text.length).to.be.within(1_000_000, 1_000_200);
    expect(text).to.contain("[cut: this text has 2,000,001 bytes");
    expect(text.endsWith("after\n")).to.equal(true);
    for (const { content } of outputs) {
      expect(JSON.stringify(content).length).to.be.lessThan(1_300_000);
    }
  });

  it("a cell may write ten megabytes, then it is said that the rest is not shown; the next cell starts anew", async () => {
    const lines = Array.from({ length: 15 }, () => "text 900000").join("\n");
    const { outputs } = await frontEnd.execute(`${lines}\nshow shown`);
    const text = streamText(outputs);
    expect(text.length).to.be.within(9_000_000, 10_100_000);
    expect(text.match(/\[cut: this cell has written more than 10,000,000 bytes/g)).to.have.lengthOf(1);
    expect(outputs.at(-1)?.content.data).to.deep.equal({ "text/plain": "shown" });
    expect(streamText((await frontEnd.execute("print next")).outputs)).to.equal("next\n");
  });

  it("memory stays bounded while the front end takes nothing: the cell waits, and nothing is lost", async function () {
    if (process.platform !== "linux") {
      this.skip();
    }
    const slow = await startFrontEnd({ command: toyCommand, patience: 30_000, room: 1 });
    try {
      const status = () => readFileSync(`/proc/${slow.process.pid}/status`, "utf8");
      const resident = () => Number(/VmRSS:\s+(\d+)/.exec(status())?.[1]) / 1000;
      await slow.execute("print warm");
      const before = resident();
      slow.pause();
      const id = slow.sendExecute("shows 1000 200000\nprint end");
      await new Promise((resolve) => setTimeout(resolve, 1500));
      // 200 MB are to be sent. Some twenty wait in the queue, as many on their way, and garbage comes on top.
      expect(resident() - before).to.be.lessThan(120);
      slow.resume();
      const { outputs } = await slow.answer(id);
      const numbers = outputs
        .slice(0, -1)
        .map(({ content }) => Number(/\d+$/.exec(String(content.data["text/plain"]))));
      expect(numbers).to.deep.equal(Array.from({ length: 1000 }, (_, n) => n));
    } finally {
      await slow.close();
    }
  });
});
