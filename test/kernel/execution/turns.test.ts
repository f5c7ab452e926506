import { expect } from "chai";
import { Interruptible, Interruption } from "../../../lib/kernel/execution/interruption.ts";
import { type Turn, Turns } from "../../../lib/kernel/execution/turns.ts";

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

describe("turns", () => {
  it("are taken one after another, in the order in which they came", async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const turn = (name: string): Turn => ({
      run: async () => {
        seen.push(`${name} begins`);
        await pause();
        seen.push(`${name} ends`);
      },
    });
    turns.add(turn("a"));
    turns.add(turn("b"));
    expect(turns.active).to.equal(true);
    expect(turns.waiting).to.equal(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    turns.add(turn("c"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).to.deep.equal(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
    expect(turns.active).to.equal(false);
  });

  it("can be taken out where they can be aborted; the others keep their place", async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const turn = (name: string, abortable: boolean): Turn => ({
      run: async () => {
        seen.push(name);
        await pause();
      },
      ...(abortable && { abort: async () => void seen.push(`${name} aborted`) }),
    });
    for (const [name, abortable] of [
      ["a", true],
      ["b", true],
      ["c", false],
      ["d", true],
    ] as const) {
      turns.add(turn(name, abortable));
    }
    for (const taken of turns.takeAbortable()) {
      await taken.abort?.();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).to.deep.equal(["a", "b aborted", "d aborted", "c"]);
  });
});

describe("an interruptible execution", () => {
  it("gives up waiting while it is prepared", async () => {
    const interruptible = new Interruptible();
    const waiting = interruptible.preparing(new Promise(() => {}));
    interruptible.interrupt();
    const error = await waiting.catch((reason) => reason);
    expect(error).to.be.instanceOf(Interruption);
  });

  it("asks the runtime to stop while it runs, at every interrupt", async () => {
    const interruptible = new Interruptible();
    let stops = 0;
    const running = interruptible.running(pause(), () => {
      stops++;
    });
    interruptible.interrupt();
    interruptible.interrupt();
    await running;
    interruptible.interrupt();
    expect(stops, "not after the end").to.equal(2);
  });

  it("gives what it waited for, also a failure", async () => {
    const interruptible = new Interruptible();
    expect(await interruptible.preparing(Promise.resolve(3))).to.equal(3);
    const error = await interruptible.preparing(Promise.reject(new Error("no"))).catch((reason) => reason.message);
    expect(error).to.equal("no");
  });
});
