import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { findXlaCacheFolder, mendXlaCache, trimXlaCache } from "../../lib/tensor/xla-cache.ts";
import { useTemporaryFolder } from "../scripts/support/temporary-folder.ts";

describe("what XLA keeps of its work", () => {
  const folder = useTemporaryFolder();
  const run = () => {
    const env: NodeJS.ProcessEnv = { ...process.env, LLMLAB_CACHE: folder.path("cache") };
    delete env.TF_XLA_FLAGS; // which this process may have set for itself
    const { stdout, stderr } = spawnSync(process.execPath, ["--import=tsx", "test/tensor/print-compiled.ts"], {
      encoding: "utf8",
      env,
    });
    return stdout.trim() || stderr;
  };
  const kept = () => {
    const xla = folder.path("cache", "xla");
    return readdirSync(xla, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".pb"))
      .map((name) => join(xla, name));
  };

  it("is used by the next process, and made anew where it cannot be read", () => {
    expect(run()).to.equal("0.5,0.5,0.5,0.5");
    const [entry = ""] = kept();
    expect(kept()).to.have.length(1);
    expect(run(), "with the cache").to.equal("0.5,0.5,0.5,0.5");
    for (const broken of ["", "no machine code", "x".repeat(30_000)]) {
      writeFileSync(entry, broken);
      expect(run(), `after "${broken.slice(0, 20)}"`).to.equal("0.5,0.5,0.5,0.5");
    }
    expect(kept()).to.deep.equal([entry]);
  }).timeout(120_000);

  it("is trimmed to a limit, the oldest first", () => {
    for (const [age, name] of ["old.pb", "middle.pb", "new.pb"].entries()) {
      mkdirSync(folder.path("trim"), { recursive: true });
      writeFileSync(folder.path("trim", name), "x".repeat(100));
      utimesSync(folder.path("trim", name), age + 1, age + 1);
    }
    trimXlaCache(folder.path("trim"), 250);
    expect(readdirSync(folder.path("trim")).sort()).to.deep.equal(["middle.pb", "new.pb"]);
    trimXlaCache(folder.path("no such folder"));
  });

  it("is left alone by other errors", () => {
    expect(mendXlaCache("Detected unsupported operations")).to.equal(false);
  });

  it("has a folder for this machine, this TensorFlow and a number of threads, if flags can name it", () => {
    const { LLMLAB_CACHE, TF_NUM_INTRAOP_THREADS } = process.env;
    try {
      process.env.LLMLAB_CACHE = folder.path("somewhere");
      const found = ["1", "2", "1"].map((threads) => {
        process.env.TF_NUM_INTRAOP_THREADS = threads;
        return findXlaCacheFolder();
      });
      expect(found[0]).to.match(/somewhere.xla.[0-9a-f]{12}$/);
      expect(found[1])
        .to.match(/somewhere.xla.[0-9a-f]{12}$/)
        .and.not.to.equal(found[0]);
      expect(found[2]).to.equal(found[0]);
      process.env.LLMLAB_CACHE = folder.path('a "quotation"');
      expect(findXlaCacheFolder()).to.equal(undefined);
    } finally {
      for (const [name, value] of Object.entries({ LLMLAB_CACHE, TF_NUM_INTRAOP_THREADS })) {
        if (value === undefined) {
          delete process.env[name];
        } else {
          process.env[name] = value;
        }
      }
    }
  });
});
