import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type FrontEnd, startFrontEnd, streamText } from "../../support/front-end.ts";

describe("An error of a cell", function () {
  this.timeout(60_000);
  let folder: string;
  let frontEnd: FrontEnd;
  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "llmlab-errors-")));
    writeFileSync(
      join(folder, "helpers.ts"),
      "export interface Unused {\n  a: 1;\n}\n" +
        "export function explode(): never {\n  throw new RangeError('in a file');\n}\n" +
        "export async function later(): Promise<void> {\n  await null;\n  explode();\n}\n",
    );
    frontEnd = await startFrontEnd({ folder });
  });
  after(async () => {
    await frontEnd.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function traceback(code: string): Promise<string> {
    const { reply } = await frontEnd.execute(code);
    expect(reply.content.status, code).to.equal("error");
    return reply.content.traceback.join("\n");
  }

  it("begins with the line of the learner's that called the library which threw", async () => {
    const text = await traceback('import { createRandom } from "llmlab/random";\n\ncreateRandom(-0.5);');
    const [head = "", story = ""] = text.split(/\n(?=\w*Error: )/);
    expect(head).to.match(/^Cell In\[\d+\], line 3, column 1\n/);
    expect(story).to.match(
      /\n {4}at createRandom \(llmlab\/random\/random\.ts, line \d+\)\n {4}at Cell In\[\d+\], line 3$/,
    );
  });

  it("begins with the learner's own file where that threw", async () => {
    const text = await traceback('import { explode, later } from "./helpers.ts";\nexplode();');
    expect(text).to.match(/^helpers\.ts, line 5, column 9\n/);
    expect(text).to.match(/at explode \(helpers\.ts, line 5\)\n {4}at Cell In\[\d+\], line 2$/);
  });

  it("tells the way over an await back to the cell", async () => {
    const text = await traceback("const before = 1;\nawait later();");
    expect(text).to.match(/at later \(helpers\.ts, line 9\)\n {4}at Cell In\[\d+\], line 2$/);
    const file = await traceback('import { readFile } from "node:fs/promises";\nawait readFile("/no/such/file");');
    expect(file).to.match(/^Cell In\[\d+\], line 2, column \d+\n/);
  });

  it("tells a function that calls itself in two lines", async () => {
    const text = await traceback("function down(): number {\n  return down() + 1;\n}\ndown();");
    expect(text).to.match(/at down \(Cell In\[\d+\], line 2\)\n {4}\.\.\. \d+ more times$/);
  });

  it("has the name of its class", async () => {
    const { reply } = await frontEnd.execute("class TooFewWords extends Error {}\nthrow new TooFewWords('two');");
    expect(reply.content).to.include({ ename: "TooFewWords", evalue: "two" });
  });

  it("shows the same places, and nothing of the kernel, where a cell prints it", async () => {
    const answer = await frontEnd.execute(
      "try {\n  explode();\n} catch (error) {\n  console.log(error);\n  console.log((error as Error).stack);\n}",
    );
    const number = answer.reply.content.execution_count;
    const stack = `RangeError: in a file\n    at explode (helpers.ts:5:9)\n    at Cell In[${number}]:2:3\n`;
    expect(streamText(answer.outputs)).to.equal(stack.repeat(2));
    const inTimer = await frontEnd.execute(
      "await new Promise((done) => setTimeout(done, 1));\nconsole.log(new Error('later').stack);",
    );
    expect(streamText(inTimer.outputs)).to.match(/^Error: later\n {4}at Cell In\[\d+\]:2:13\n$/);
  });
});

describe("What a cell shows", function () {
  this.timeout(60_000);
  let frontEnd: FrontEnd;
  before(async () => {
    frontEnd = await startFrontEnd();
  });
  after(() => frontEnd.close());

  it("does not hold the warnings of Node and of packages, which go to the log", async () => {
    const code = "process.emitWarning('old ways');\nnew Buffer(1);\nawait new Promise((done) => setTimeout(done, 50));";
    const { reply, outputs } = await frontEnd.execute(code);
    expect(reply.content.status).to.equal("ok");
    expect(outputs).to.deep.equal([]);
    expect(readFileSync(join(frontEnd.folder, "kernel.log"), "utf8"))
      .to.contain("old ways")
      .and.to.contain("Buffer() is deprecated");
  });

  it("does not hold what Node keeps with a promise", async () => {
    const answer = await frontEnd.execute("const waiting = new Promise(() => {});\nconsole.log([waiting]);\n[waiting]");
    expect(streamText(answer.outputs)).to.equal("[ Promise { <pending> } ]\n");
    const result = answer.outputs.find(({ header }) => header.msg_type === "execute_result");
    expect(result?.content.data["text/plain"]).to.equal("[ Promise { <pending> } ]");
  });

  it("says how much of a long text was left out", async () => {
    const answer = await frontEnd.execute("'y'.repeat(2_000_000)");
    const result = answer.outputs.find(({ header }) => header.msg_type === "execute_result");
    const text = String(result?.content.data["text/plain"]);
    const [, kept = "", more] = /^'(y+)'\.\.\. (\d+) more characters$/.exec(text) ?? [];
    expect(kept.length + Number(more)).to.equal(2_000_000);
  });

  it("gives no name to a function that has none", async () => {
    const answer = await frontEnd.execute("() => 1");
    const result = answer.outputs.find(({ header }) => header.msg_type === "execute_result");
    expect(result?.content.data["text/plain"]).to.equal("[Function (anonymous)]");
  });
});
