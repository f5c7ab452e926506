import { existsSync, readFileSync, rmSync } from "node:fs";
import { expect } from "chai";
import { kernelBuild } from "../../../scripts/setup/kernel-build.mjs";
import { errorOf } from "../../support/printed.ts";
import { failing, fakeContext } from "../support/fake-context.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile } from "../support/write-file.ts";

describe("the compiled kernel", () => {
  const folder = useTemporaryFolder();
  beforeEach(() => {
    writeFile(folder.path("tsconfig.json"), "{}");
    writeFile(folder.path("lib", "tsconfig.json"), "{}");
    writeFile(folder.path("lib", "kernel", "main.ts"), "export {};");
  });

  /** A machine whose compiler writes `text` for every module. */
  const machine = (text: string) =>
    fakeContext(folder.path(), {
      run: async (_command, args) => {
        writeFile(`${args[args.indexOf("--outDir") + 1]}/kernel/main.js`, text);
        return { stdout: "" };
      },
    });
  const status = () => kernelBuild.state(fakeContext(folder.path())).status;
  const compiled = () => readFileSync(folder.path("dist", "kernel", "main.js"), "utf8");
  const make = (text: string) => kernelBuild.run(machine(text), () => {});

  it("is made when absent, and again when any source, setting or the compiler changes", async () => {
    expect(status()).to.equal("missing");
    await make("one");
    expect(status()).to.equal("ready");
    const changes: [string, string][] = [
      ["lib/kernel/main.ts", "export const one = 1;"],
      ["lib/kernel/added.ts", ""],
      ["lib/tsconfig.json", '{ "include": ["."] }'],
      ["tsconfig.json", '{ "compilerOptions": {} }'],
      ["node_modules/typescript/package.json", '{ "version": "7.0.3" }'],
    ];
    for (const [file, text] of changes) {
      writeFile(folder.path(file), text);
      expect(status(), file).to.equal("missing");
      await make("again");
      expect(status(), file).to.equal("ready");
    }
    rmSync(folder.path("lib", "kernel", "added.ts"));
    expect(status()).to.equal("missing");
  });

  it("does not mind what the rest of the library does, which is not compiled", async () => {
    await make("one");
    writeFile(folder.path("lib", "nn", "index.ts"), "export const one = 1;");
    expect(status()).to.equal("ready");
  });

  it("is the new one or the old one, whole, when the compiler fails", async () => {
    await make("old");
    writeFile(folder.path("lib", "kernel", "main.ts"), "a type error");
    const broken = fakeContext(folder.path(), { run: failing("index.ts(1,1): error TS1005") });
    const error = await errorOf(() => kernelBuild.run(broken, () => {}));
    expect(error.message).to.match(/^Cannot compile lib\/kernel/);
    expect(compiled()).to.equal("old");
    expect(status()).to.equal("missing");
  });

  it("keeps no module whose source is gone", async () => {
    await make("old");
    writeFile(folder.path("dist", "kernel", "gone.js"));
    await make("new");
    expect(existsSync(folder.path("dist", "kernel", "gone.js"))).to.equal(false);
  });
});
