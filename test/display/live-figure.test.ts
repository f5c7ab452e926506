import { expect } from "chai";
import type { MimeBundle } from "../../lib/display/index.ts";
import { lines } from "../../lib/display/index.ts";
import { liveFigureOn } from "../../lib/display/live-figure.ts";

/** A clock that stands until it is moved, and a screen that remembers what it is sent. */
function surroundings() {
  const sent: { kind: "display" | "update"; id: string | undefined; types: string[]; text: unknown }[] = [];
  const record = (kind: "display" | "update") => (bundle: MimeBundle, id?: string) =>
    sent.push({ kind, id, types: Object.keys(bundle.data), text: bundle.data["text/plain"] });
  let time = 5000;
  return {
    sent,
    now: () => time,
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
    screen: { display: record("display"), update: record("update") },
  };
}

const drawing = (...y: number[]) =>
  lines({ series: [{ name: "training", x: y.map((_, at) => at), y }], title: "Loss", xTitle: "step", yTitle: "loss" });

describe("a live figure", () => {
  it("is one output that is updated in place, with its picture at the end", async () => {
    const around = surroundings();
    const live = liveFigureOn(around);
    for (let step = 0; step < 3; step++) {
      around.wait(1001);
      live.update(() => drawing(3, 2 - step));
    }
    await live.finish(() => drawing(3, 2, 1));
    expect(around.sent.map(({ kind }) => kind)).to.deep.equal(["display", "update", "update", "update"]);
    expect(new Set(around.sent.map(({ id }) => id)).size).to.equal(1);
    const plotly = "application/vnd.plotly.v1+json";
    expect(around.sent[0]?.types).to.deep.equal([plotly, "text/plain"]);
    expect(around.sent.at(-1)?.types).to.deep.equal([plotly, "image/png", "text/plain"]);
    expect(around.sent.at(-1)?.text).to.contain("falls from 3 to 1");
  }).timeout(20_000);

  it("is drawn at most once a second, and made only when it is drawn", () => {
    const around = surroundings();
    const live = liveFigureOn(around);
    let made = 0;
    for (let step = 0; step < 10_000; step++) {
      around.wait(1);
      live.update(() => {
        made++;
        return drawing(2, 1);
      });
    }
    expect(made).to.equal(10);
    expect(around.sent).to.have.lengthOf(10);
  });

  it("is drawn more seldom where drawing takes long: a fiftieth of the time", () => {
    const around = surroundings();
    const live = liveFigureOn(around);
    let drawn = 0;
    const end = around.now() + 100_000;
    while (around.now() < end) {
      around.wait(10);
      live.update(() => {
        around.wait(100);
        drawn += 100;
        return drawing(2, 1);
      });
    }
    expect(drawn / 100_000).to.be.within(0.015, 0.02);
  });

  it("is shown once where the work was short, and not at all without a kernel", async () => {
    const around = surroundings();
    await liveFigureOn(around).finish(() => drawing(2, 1));
    expect(around.sent.map(({ kind }) => kind)).to.deep.equal(["display"]);
    const live = liveFigureOn({ now: () => 1e9, screen: undefined });
    const unwanted = () => {
      throw new Error("drawn for nobody");
    };
    live.update(unwanted);
    await live.finish(unwanted);
  }).timeout(20_000);
});
