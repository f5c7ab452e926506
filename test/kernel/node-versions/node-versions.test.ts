import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../../scripts/setup/context.mjs";
import { useSharedFolder } from "../../scripts/support/temporary-folder.ts";
import { type Answer, type FrontEnd, startFrontEnd, streamText } from "../support/front-end.ts";
import { installNode, nodeVersions } from "./install-node.ts";

for (const version of nodeVersions) {
  describe(`a kernel on Node ${version}`, function () {
    this.timeout(60_000);
    const folder = useSharedFolder();
    let frontEnd: FrontEnd | undefined;

    before(async function () {
      this.timeout(300_000);
      let program: string;
      try {
        program = await installNode(version);
      } catch (error) {
        // In CI there is a network, and a kernel that no longer runs on a version must not go unseen.
        if (process.env.CI) throw error;
        console.log(`      Skipped: ${error instanceof Error ? error.message : error}`);
        return this.skip();
      }
      const kernel = join(repositoryRoot, "dist", "kernel", "main.js");
      frontEnd = await startFrontEnd({ command: [program, kernel], folder: folder.path() });
    });
    after(() => frontEnd?.close());

    const execute = (code: string): Promise<Answer> => {
      if (frontEnd === undefined) throw new Error("Cannot run a cell: the kernel did not start");
      return frontEnd.execute(code);
    };

    it("runs cells on that version", async () => {
      expect(await resultOf(execute("process.versions.node"))).to.equal(`'${version}'`);
    });

    it("runs what only TypeScript has", async () => {
      const code = `enum Size { Small = 1, Large }
const doubled = (target: (x: number) => number, _: ClassMethodDecoratorContext) => (x: number) => 2 * target(x);
class Shop { @doubled price(size: Size): number { return size + (await0 satisfies number); } }
const await0 = await Promise.resolve(3);
new Shop().price(Size.Large)`;
      expect(await resultOf(execute(code))).to.equal("10");
    });

    it("stops a cell with a type error before it runs", async () => {
      const { reply, outputs } = await execute('console.log("ran");\nconst wrong: number = "text";');
      expect(reply.content.ename).to.equal("TypeScriptError");
      expect(reply.content.evalue).to.include("2322");
      expect(streamText(outputs)).to.equal("");
    });

    it("says where in the cell an error was thrown", async () => {
      const { reply } = await execute("type Unused = string;\n\nthrow new RangeError('meant');");
      expect(reply.content.ename).to.equal("RangeError");
      expect(reply.content.traceback.join("\n")).to.match(/Cell In\[\d+\], line 3/);
    });

    for (const [what, code] of [
      ["a tight loop", "for (;;) {}"],
      ["a loop after an await", "await new Promise((resolve) => setTimeout(resolve, 5)); for (;;) {}"],
      ["a loop in a timer", "setTimeout(() => { for (;;) {} }, 5); await new Promise(() => {});"],
      ["a promise that never settles", "await new Promise(() => {});"],
    ] as const) {
      it(`interrupts ${what} and keeps the variables`, async () => {
        await execute("let kept = 1;");
        const running = execute(`kept++; console.log("running");\n${code}`);
        await frontEnd?.waitFor(({ content }) => content.text === "running\n", "the cell's first words");
        await new Promise((resolve) => setTimeout(resolve, 50));
        await frontEnd?.interrupt();
        expect((await running).reply.content.ename).to.equal("KeyboardInterrupt");
        expect(await resultOf(execute("kept"))).to.equal("2");
        if (frontEnd !== undefined) frontEnd.received.length = 0;
      });
    }

    it("takes a module of the learner's anew after it was edited", async () => {
      const helpers = folder.path("helpers.ts");
      const importing = 'import { size } from "./helpers.ts";\nsize({ a: 1 })';
      writeFileSync(helpers, "export function size(x: object): number { return Object.keys(x).length; }\n");
      expect(await resultOf(execute(importing))).to.equal("1");
      writeFileSync(helpers, "export enum Unit { Ten = 10 }\nexport const size = (_: object): number => Unit.Ten;\n");
      expect(await resultOf(execute(importing))).to.equal("10");
    });

    it("imports JSON beside what Node brings", async () => {
      writeFileSync(folder.path("data.json"), '{ "rows": [1, 2, 3] }');
      const code = `import data from "./data.json" with { type: "json" };
import { basename } from "node:path";
data.rows.length + basename("a/b").length`;
      expect(await resultOf(execute(code))).to.equal("4");
    });

    it("survives the end of the process that runs the cells", async () => {
      const { reply } = await execute("process.abort()");
      expect(reply.content.status).to.equal("error");
      expect(reply.content.evalue).to.include("variables are lost");
      expect(await resultOf(execute("1 + 1"))).to.equal("2");
    });
  });
}

async function resultOf(answer: Promise<Answer>): Promise<unknown> {
  const { reply, outputs } = await answer;
  expect(reply.content.status, JSON.stringify(reply.content)).to.equal("ok");
  return outputs.find(({ header }) => header.msg_type === "execute_result")?.content.data["text/plain"];
}
