import { expect } from "chai";
import { Rate } from "../../../lib/kernel/channels/rate.ts";

describe("the rate of publishing", () => {
  let now = 0;
  const rate = () => {
    now = 0;
    return new Rate(() => now);
  };

  /** Sends messages of a size, each after the delay that it is told, and returns the time that passed. */
  function send(one: Rate, count: number, bytes: number): number {
    const start = now;
    for (let index = 0; index < count; index++) {
      now += one.delay(bytes);
      one.count(bytes);
    }
    return now - start;
  }

  it("does not slow down what a server lets through", () => {
    const one = rate();
    expect(send(one, 1000, 100)).to.equal(0);
    expect(send(one, 3, 800_000)).to.equal(0);
  });

  it("spreads ten megabytes of text over time, under a megabyte a second in every window", () => {
    const one = rate();
    const times: number[] = [];
    for (let index = 0; index < 50; index++) {
      now += one.delay(200_000);
      one.count(200_000);
      times.push(now);
    }
    for (const end of times) {
      const inWindow = times.filter((time) => time > end - 3000 && time <= end).length * 200_000;
      expect(inWindow).to.be.at.most(3_000_000);
    }
    expect(now).to.be.within(6000, 12_000);
  });

  it("spreads ten thousand messages over time, under a thousand a second", () => {
    expect(send(rate(), 10_000, 0)).to.be.within(8000, 12_000);
  });

  it("starts anew when the cell is done", () => {
    const one = rate();
    send(one, 3, 900_000);
    expect(one.delay(900_000)).to.be.greaterThan(0);
    one.reset();
    expect(one.delay(900_000)).to.equal(0);
  });

  it("forgets what was sent long ago", () => {
    const one = rate();
    send(one, 3, 900_000);
    now += 3001;
    expect(one.delay(2_000_000)).to.equal(0);
  });

  it("lets a message through that is larger than the window, when it is alone", () => {
    expect(rate().delay(5_000_000)).to.equal(0);
  });
});
