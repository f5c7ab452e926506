import { expect } from "chai";
import { Side, type SideCommand } from "../../../../scripts/bench/train/side.ts";
import { errorOf } from "../../../support/printed.ts";

/** A side that answers each request with what this expression makes of it. */
function command(answer: string): SideCommand {
  const program = `require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const request = JSON.parse(line);
    ${answer}
  });`;
  return { name: "a side", argv: [process.execPath, "-e", program] };
}

async function using<Value>(answer: string, use: (side: Side) => Promise<Value>): Promise<Value> {
  const side = new Side(command(answer));
  try {
    return await use(side);
  } finally {
    await side.close();
  }
}

describe("a side of the training benchmark", () => {
  it("answers one request after the other", async () => {
    await using("console.log(JSON.stringify({ twice: 2 * request.value, list: [request.value] }));", async (side) => {
      expect(await side.askNumber({ do: "double", value: 4 }, "twice")).to.equal(8);
      expect(await side.askNumbers({ do: "list", value: 5 }, "list")).to.deep.equal([5]);
      expect((await errorOf(() => side.askNumber({ do: "x", value: 1 }, "thrice"))).message).to.include('"thrice"');
      expect((await errorOf(() => side.askNumbers({ do: "x", value: "a" }, "list"))).message).to.include(
        'has "a" in it',
      );
    });
  });

  it("tells of an error in the words of the side", async () => {
    await using('console.log(JSON.stringify({ error: "out of memory" }));', async (side) => {
      expect((await errorOf(() => side.ask({ do: "x" }))).message).to.equal("Cannot measure a side: out of memory");
    });
  });

  it("tells how it ended, with what it said last", async () => {
    await using('console.error("no such module"); process.exit(3);', async (side) => {
      expect((await errorOf(() => side.ask({ do: "x" }))).message).to.equal(
        "Cannot measure a side: it ended with 3\nno such module",
      );
    });
  });

  it("says that a program does not start", async () => {
    const side = new Side({ name: "nobody", argv: ["/no/such/program"] });
    expect((await errorOf(() => side.ask({ do: "x" }))).message).to.match(/^Cannot measure nobody: it does not start/);
    await side.close();
  });

  it("refuses an answer that is no object", async () => {
    await using('console.log("Loading ...");', async (side) => {
      expect((await errorOf(() => side.ask({ do: "x" }))).message).to.include('"Loading ..."');
    });
  });
});
