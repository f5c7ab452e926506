import { expect } from "chai";
import { JSDOM } from "jsdom";
import type { MimeBundle } from "../../lib/display/index.ts";
import { progressOn } from "../../lib/display/progress.ts";
import { duration } from "../../lib/display/progress-view.ts";

interface Sent {
  kind: "display" | "update";
  id: string | undefined;
  text: string;
  html: string;
}

/** A clock that stands until it is moved, and a screen that remembers what it is sent. */
function surroundings() {
  const sent: Sent[] = [];
  const record = (kind: Sent["kind"]) => (bundle: MimeBundle, id?: string) =>
    sent.push({ kind, id, text: String(bundle.data["text/plain"]), html: String(bundle.data["text/html"]) });
  let time = 1000;
  return {
    sent,
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
    now: () => time,
    screen: { display: record("display"), update: record("update") },
    terminal: undefined,
  };
}

const training = { total: 100, label: "Training" };

describe("progress", () => {
  it("is one output that is updated in place", () => {
    const around = surroundings();
    const bar = progressOn(around, training);
    around.wait(200);
    bar.update(50);
    bar.finish();
    expect(around.sent.map(({ kind }) => kind)).to.deep.equal(["display", "update", "update"]);
    expect(new Set(around.sent.map(({ id }) => id)).size).to.equal(1);
  });

  it("gives every bar an output of its own", () => {
    const around = surroundings();
    progressOn(around, training);
    progressOn(around, training);
    expect(new Set(around.sent.map(({ id }) => id)).size).to.equal(2);
  });

  it("redraws at most ten times a second", () => {
    const around = surroundings();
    const bar = progressOn(around, { ...training, total: 10_000 });
    for (let step = 1; step <= 10_000; step++) {
      around.wait(1);
      bar.update(step);
    }
    // Ten seconds; the first drawing stands at their beginning.
    expect(around.sent).to.have.length(101);
  });

  it("shows what is done, the values, the speed and the time left", () => {
    const around = surroundings();
    const bar = progressOn(around, training);
    around.wait(500);
    bar.update(25, { loss: 2.34567, accuracy: 0.5 });
    expect(around.sent.at(-1)?.text).to.equal(
      "Training █████░░░░░░░░░░░░░░░ 25/100 steps, loss 2.346, accuracy 0.5000, 50 steps/s, 1.5 s left",
    );
  });

  it("knows no speed before something is done", () => {
    const around = surroundings();
    progressOn(around, { ...training, unit: "texts" });
    expect(around.sent.at(-1)?.text).to.match(/░ 0\/100 texts$/);
  });

  it("may go on from what is done already, which counts for no speed", () => {
    const around = surroundings();
    const bar = progressOn(around, { ...training, done: 50 });
    expect(around.sent[0]?.text).to.match(/50\/100 steps$/);
    around.wait(1000);
    bar.update(60);
    expect(around.sent.at(-1)?.text).to.contain("60/100 steps, 10 steps/s, 4.0 s left");
  });

  it("goes by the recent speed, so that a slow first step is forgotten", () => {
    const around = surroundings();
    const bar = progressOn(around, { ...training, total: 1000 });
    around.wait(60_000);
    bar.update(1);
    for (let step = 2; step <= 60; step++) {
      around.wait(100);
      bar.update(step);
    }
    expect(around.sent.at(-1)?.text).to.contain("10 steps/s");
  });

  it("is a progress element with a label in HTML, and lets no label become markup", () => {
    const around = surroundings();
    progressOn(around, { ...training, label: "<script>x</script>" }).update(0);
    const { document } = new JSDOM(around.sent[0]?.html).window;
    const element = document.querySelector("progress");
    expect(element?.max).to.equal(100);
    expect(element?.labels[0]?.textContent).to.contain("<script>x</script>");
    expect(document.querySelector("script")).to.equal(null);
  });

  it("ends in one quiet line with amount, time and last values", () => {
    const around = surroundings();
    const bar = progressOn(around, training);
    around.wait(50);
    bar.update(100, { loss: 0.5 });
    around.wait(12_000);
    bar.finish();
    expect(around.sent.at(-1)?.text).to.equal("Training: 100 steps in 12 s, loss 0.5000");
    expect(around.sent.at(-1)?.html).to.equal("<div>Training: 100 steps in 12 s, loss 0.5000</div>");
  });

  it("says that it was stopped early", () => {
    const around = surroundings();
    const bar = progressOn(around, training);
    bar.update(30);
    bar.finish();
    expect(around.sent.at(-1)?.text).to.equal("Training: stopped after 30 of 100 steps in 0.0 s");
  });

  it("ends in the author's message alone, which is the same on every machine", () => {
    const around = surroundings();
    progressOn(around, training).finish("the loss fell below <1>");
    expect(around.sent.at(-1)).to.include({
      text: "Training: the loss fell below <1>",
      html: "<div>Training: the loss fell below &lt;1&gt;</div>",
    });
  });

  it("finishes once", () => {
    const around = surroundings();
    const bar = progressOn(around, training);
    bar.finish("done");
    bar.finish("again");
    expect(around.sent).to.have.length(2);
    expect(() => bar.update(1)).to.throw('Cannot update "Training": this progress bar is finished');
  });

  it("is full if there is nothing to do", () => {
    const around = surroundings();
    progressOn(around, { total: 0, label: "Nothing" }).finish();
    expect(around.sent.map(({ text }) => text)).to.deep.equal([
      "Nothing ████████████████████ 0/0 steps",
      "Nothing: 0 steps in 0.0 s",
    ]);
  });

  it("refuses counts that cannot be", () => {
    const around = surroundings();
    expect(() => progressOn(around, { total: -1, label: "x" })).to.throw("Cannot show progress towards -1");
    expect(() => progressOn(around, { total: Number.NaN, label: "x" })).to.throw("towards NaN");
    const bar = progressOn(around, training);
    expect(() => bar.update(101)).to.throw('Cannot report 101 steps as done: "Training" counts from 0 to 100');
    expect(() => bar.update(Number.NaN)).to.throw("Cannot report NaN steps");
  });

  it("is a line that overwrites itself where there is a terminal and no kernel", () => {
    const written: string[] = [];
    const around = surroundings();
    const bar = progressOn(
      { ...around, screen: undefined, terminal: { write: (text) => written.push(text) } },
      training,
    );
    bar.finish("done");
    expect(written).to.deep.equal([
      "\rTraining ░░░░░░░░░░░░░░░░░░░░ 0/100 steps\u001b[K",
      "\rTraining: done\u001b[K\n",
    ]);
  });

  it("is silent where nobody watches", () => {
    const around = surroundings();
    const bar = progressOn({ ...around, screen: undefined }, training);
    bar.update(100);
    bar.finish();
    expect(around.sent).to.deep.equal([]);
  });
});

describe("a duration", () => {
  it("is written in the units in which one thinks of it", () => {
    expect([40, 9_949, 9_950, 59_400, 59_600, 125_000, 3_599_400, 3_600_000, 4_230_000].map(duration)).to.deep.equal([
      "0.0 s",
      "9.9 s",
      "10 s",
      "59 s",
      "1 min 00 s",
      "2 min 05 s",
      "59 min 59 s",
      "1 h 00 min",
      "1 h 11 min",
    ]);
  });
});
