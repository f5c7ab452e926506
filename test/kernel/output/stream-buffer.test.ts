import { expect } from "chai";
import { StreamBuffer } from "../../../lib/kernel/output/stream-buffer.ts";

describe("gathering streams", () => {
  it("joins what goes to one stream and keeps the order of the two", () => {
    const buffer = new StreamBuffer();
    buffer.add("stdout", "a");
    buffer.add("stdout", "b");
    buffer.add("stderr", "c");
    buffer.add("stdout", "d");
    expect(buffer.length).to.equal(4);
    expect(buffer.take()).to.deep.equal([
      { name: "stdout", text: "ab" },
      { name: "stderr", text: "c" },
      { name: "stdout", text: "d" },
    ]);
    expect(buffer.take()).to.deep.equal([]);
    expect(buffer.length).to.equal(0);
  });

  it("makes two messages of a cell that changes between the streams thousands of times", () => {
    const buffer = new StreamBuffer();
    for (let n = 0; n < 5000; n++) {
      buffer.add("stdout", `${n} `);
      buffer.add("stderr", "! ");
    }
    const expected = Array.from({ length: 5000 }, (_, n) => `${n} `).join("");
    expect(buffer.take()).to.deep.equal([
      { name: "stdout", text: expected },
      { name: "stderr", text: "! ".repeat(5000) },
    ]);
  });
});
