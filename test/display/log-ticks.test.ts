import { expect } from "chai";
import { logTicks } from "../../lib/display/log-ticks.ts";

describe("the ticks of a logarithmic axis", () => {
  it("stand at the values themselves where these are few sizes", () => {
    expect(logTicks([256, 64, 128, 64]).tickvals).to.deep.equal([64, 128, 256]);
  });

  it("are powers of ten over a wide range", () => {
    expect(logTicks([0.0354, 36.2]).ticktext).to.deep.equal(["0.1", "1", "10"]);
  });

  it("have steps of 1, 2 and 5 over a narrow range", () => {
    expect(logTicks([0.5, 29.5]).ticktext).to.deep.equal(["0.5", "1", "2", "5", "10", "20"]);
  });

  it("skip powers over a very wide range, and name each exactly", () => {
    expect(logTicks([1e-12, 0.99]).ticktext).to.deep.equal(["1e−12", "1e−10", "1e−8", "1e−6", "0.0001", "0.01", "1"]);
  });

  it("are never more than fit beside each other", () => {
    for (let decades = 1; decades < 30; decades++) {
      expect(logTicks([1.5, 1.5 * 10 ** decades]).tickvals.length).to.be.within(2, 9);
    }
  });
});
