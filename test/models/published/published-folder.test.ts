import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { publishedFolder } from "../../../lib/models/published/published-folder.ts";
import { sizeOfSource, sources } from "../../../lib/models/published/sources.ts";
import { cacheFolder } from "../../../lib/tensor/user-cache.ts";
import { cacheFolder as cacheFolderOfScripts } from "../../../scripts/setup/cache-folder.mjs";
import { useTemporaryFolder } from "../../scripts/support/temporary-folder.ts";
import { errorOf, printedBy } from "../../support/printed.ts";

describe("the folder of a published model", () => {
  const folder = useTemporaryFolder();
  const { LLMLAB_CACHE } = process.env;
  beforeEach(() => {
    process.env.LLMLAB_CACHE = folder.path("cache");
  });
  after(() => {
    if (LLMLAB_CACHE === undefined) {
      delete process.env.LLMLAB_CACHE;
    } else {
      process.env.LLMLAB_CACHE = LLMLAB_CACHE;
    }
  });

  it("is a sentence where it is not there, which says how to get it", async () => {
    let found: string | undefined = "none yet";
    const printed = await printedBy(() => {
      found = publishedFolder("t5-small");
    });
    expect(found).to.equal(undefined);
    expect(printed).to.deep.equal([
      "t5-small is not on this machine, so what needs it is left out here: `npm run fetch -- t5-small` in a terminal brings it (243 MB).",
    ]);
  });

  it("is found when all of its files are there, and not before", async () => {
    const path = folder.path("cache", "models", "gpt2");
    mkdirSync(path, { recursive: true });
    for (const { name, bytes } of sources.gpt2.files) {
      expect(await printedBy(() => void publishedFolder("gpt2"))).to.have.length(1);
      writeFileSync(folder.path("cache", "models", "gpt2", name), "");
      truncateSync(folder.path("cache", "models", "gpt2", name), bytes); // Holes: it takes no room on the disk.
    }
    expect(publishedFolder("gpt2")).to.equal(path);
    expect(await printedBy(() => void publishedFolder("gpt2"))).to.deep.equal([]);
    truncateSync(folder.path("cache", "models", "gpt2", "model.safetensors"), 1000);
    expect(await printedBy(() => void publishedFolder("gpt2"))).to.have.length(1);
  });

  it("is an error for a name that there is not", async () => {
    // As a notebook's name from a list of texts would be.
    const find = (name: string) => publishedFolder(name as "gpt2");
    expect((await errorOf(() => find("gpt5"))).message).to.equal(
      'Cannot find a published model "gpt5": there are gpt2, bert-base-uncased, t5-small',
    );
    expect((await errorOf(() => find("toString"))).message).to.contain("Cannot find");
  });

  it("lies in the cache that the set-up uses", () => {
    for (const platform of ["linux", "darwin", "win32"] as const) {
      for (const env of [
        {},
        { LLMLAB_CACHE: "/elsewhere" },
        { LLMLAB_CACHE: "here", XDG_CACHE_HOME: "/caches" },
        { XDG_CACHE_HOME: "/caches" },
        { LLMLAB_CACHE: "", XDG_CACHE_HOME: "" },
        { LOCALAPPDATA: "/local" },
      ]) {
        const machine = { env, platform, home: "/home/ada" };
        expect(cacheFolder(machine)).to.equal(cacheFolderOfScripts(machine));
      }
    }
  });
});

describe("the table of published models", () => {
  it("names each file once, with its size and checksum, and the weights last", () => {
    for (const source of Object.values(sources)) {
      const names = source.files.map(({ name }) => name);
      expect(names).to.deep.equal(["config.json", "tokenizer.json", "model.safetensors"]);
      expect(source.revision).to.match(/^[0-9a-f]{40}$/);
      for (const { bytes, sha256 } of source.files) {
        expect(bytes).to.be.greaterThan(100);
        expect(sha256).to.match(/^[0-9a-f]{64}$/);
      }
      expect(sizeOfSource(source)).to.be.within(2e8, 6e8);
    }
  });
});
