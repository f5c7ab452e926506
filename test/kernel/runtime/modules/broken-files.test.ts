import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type FrontEnd, startFrontEnd } from "../../support/front-end.ts";

describe("A local file that was broken after its import", function () {
  this.timeout(60_000);
  let frontEnd: FrontEnd;
  const write = (text: string) => writeFileSync(join(frontEnd.folder, "helpers.ts"), text);
  before(async () => {
    frontEnd = await startFrontEnd();
    write("export const size = 1;\nexport const old = 2;\n");
    await frontEnd.execute('import { size, old } from "./helpers.ts"; const other = 5; const withSize = () => size;');
  });
  after(() => frontEnd.close());

  async function outcome(code: string): Promise<string> {
    const { reply, outputs } = await frontEnd.execute(code);
    const result = outputs.find(({ header }) => header.msg_type === "execute_result");
    return String(reply.content.status === "ok" ? result?.content.data["text/plain"] : reply.content.evalue);
  }

  it("stops the cells that use it, and those that call what may use it, and no others", async () => {
    write("export const size = (;\n");
    expect(await outcome("1 + 1")).to.equal("2");
    expect(await outcome("size")).to.equal("TS1109: Expression expected.");
    expect(await outcome("// @ts-nocheck\nsize")).to.contain("Unexpected token in helpers.ts");
    expect(await outcome("withSize()")).to.contain("Unexpected token in helpers.ts");
    write("export const size = 10;\nexport const old = 2;\n");
    expect(await outcome("[size, withSize()]")).to.equal("[ 10, 10 ]");
  });

  it("stops the cell that uses a name which it has no more", async () => {
    write("export const size = 100;\n");
    expect(await outcome("[size, other]")).to.equal("[ 100, 5 ]");
    expect(await outcome("old")).to.equal('Cannot import { old } from "./helpers.ts": it exports size');
    expect(await outcome("size")).to.equal("100");
  });
});
