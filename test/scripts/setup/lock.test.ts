import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { withLock } from "../../../scripts/setup/lock.mjs";
import { errorOf } from "../../support/printed.ts";
import { fakeContext } from "../support/fake-context.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile } from "../support/write-file.ts";

describe("the lock of a checkout", () => {
  const folder = useTemporaryFolder();
  const lock = () => folder.path(".llmlab", "setup.lock");

  it("lets one set-up wait for the other, and says so", async () => {
    const order: string[] = [];
    const context = fakeContext(folder.path());
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await sleep(20);
      order.push(`${name} ends`);
    };
    await Promise.all([withLock(context, work("one"), 5), withLock(context, work("two"), 5)]);
    expect(order).to.deep.equal(["one begins", "one ends", "two begins", "two ends"]);
    expect(context.output()).to.equal(
      `Waiting for another set-up of this folder to end (process ${process.pid}; if that is no set-up, delete ${lock()})\n`,
    );
  });

  it("is given back after a failure", async () => {
    const context = fakeContext(folder.path());
    await errorOf(() => withLock(context, () => Promise.reject(new Error("no"))));
    expect(existsSync(lock())).to.equal(false);
  });

  it("of a process that has died does not count", async () => {
    for (const owner of [String(2 ** 22 + 1), "", "garbled"]) {
      writeFile(lock(), owner);
      expect(await withLock(fakeContext(folder.path()), async () => "done", 1)).to.equal("done");
    }
  });

  it("lies in a folder that git ignores", async () => {
    await withLock(fakeContext(folder.path()), async () => {});
    expect(readFileSync(folder.path(".llmlab", ".gitignore"), "utf8")).to.equal("*\n");
  });
});
