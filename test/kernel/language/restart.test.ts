import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Notebook, openNotebook } from "./notebook.ts";

const timeouts = { check: 4000, answer: 500 };

describe("a language process that fails", function () {
  this.timeout(60_000);
  let notebook: Notebook;

  beforeEach(async () => {
    notebook = openNotebook({ timeouts });
    expect(await notebook.errors("const x = 1; let y = 's'; class C { c = 1 }")).to.deep.equal([]);
    expect(await notebook.errors("const c = new C();")).to.deep.equal([]);
  });
  afterEach(() => notebook.close());

  function signal(name: NodeJS.Signals): number {
    const { pid } = notebook.language;
    if (pid === undefined) {
      throw new Error("Cannot end the language's process: it has none");
    }
    process.kill(pid, name);
    return pid;
  }

  async function expectState(): Promise<void> {
    expect(await notebook.errors("x.toFixed(); c.c.x; y = 1;")).to.have.length(2);
    expect((await notebook.language.complete("new C().", 8)).items.map(({ text }) => text)).to.deep.equal(["c"]);
    expect((await notebook.language.inspect("y", 0, { withSource: false }))?.signature).to.equal("let y: string");
  }

  it("is replaced, with the names that it knew", async () => {
    const pid = signal("SIGKILL");
    await sleep(50);
    await expectState();
    expect(notebook.language.pid).not.to.equal(pid);
    expect(notebook.log.join("\n")).to.include("TypeScript ended with SIGKILL");
  });

  it("is replaced in the middle of a check, which is done anew", async () => {
    const check = notebook.errors("import * as tf from '@tensorflow/tfjs'; const n: number = tf.scalar(1);");
    await sleep(2);
    signal("SIGKILL");
    expect(await check).to.have.length(1);
    await expectState();
  });

  it("is replaced each time it dies", async () => {
    for (let i = 0; i < 4; i++) {
      const check = notebook.errors("c.c.x");
      signal("SIGKILL");
      expect(await check).to.have.length(1);
    }
    await expectState();
  });

  it("is replaced when it does not answer a check", async () => {
    signal("SIGSTOP");
    await sleep(100); // its threads do not stop at once
    const start = performance.now();
    expect(await notebook.errors("c.c.x")).to.have.length(1);
    expect(performance.now() - start).to.be.within(timeouts.check, 3 * timeouts.check);
    expect(notebook.log.join("\n")).to.match(/check of In\[3\]: .*no answer came within 4000 ms/);
    await expectState();
  });

  it("is replaced when it does not answer a completion", async () => {
    signal("SIGSTOP");
    await sleep(100); // its threads do not stop at once
    expect((await notebook.language.complete("c.", 2)).items).to.have.length(1);
    await expectState();
  });

  it("ends when the language is closed, and questions then have no answer", async () => {
    const { pid } = notebook.language;
    await notebook.language.close();
    expect(() => process.kill(pid ?? 0, 0)).to.throw("ESRCH");
    expect(await notebook.errors("c.c.x")).to.deep.equal([]);
    expect((await notebook.language.complete("c.", 2)).items).to.deep.equal([]);
  });
});

describe("a language without TypeScript", () => {
  it("finds no errors, and says why in the log", async () => {
    const notebook = openNotebook({ packageRoot: "/nowhere" });
    try {
      expect(await notebook.errors("const x: number = 's';")).to.deep.equal([]);
      expect(notebook.log.join("\n")).to.include("Cannot find module 'typescript/package.json'");
    } finally {
      await notebook.close();
    }
  });
});
