import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { expect } from "chai";
import { progressText } from "../../../scripts/fetch/fetch-model.ts";
import { runFetch } from "../../../scripts/fetch/run-fetch.ts";
import { createReporter } from "../../../scripts/setup/reporter.mjs";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { type Manner, type ModelServer, startModelServer } from "./model-server.ts";

describe("npm run fetch", () => {
  const folder = useTemporaryFolder();
  let server: ModelServer;
  beforeEach(async () => {
    server = await startModelServer();
  });
  afterEach(() => server.close());

  const weights = () => folder.path("small", "model.safetensors");

  /** Fetches the small model, or what the arguments say; returns the exit code and what was said. */
  async function run(
    args: readonly string[] = ["small"],
    { env = {}, source = server.source, patience = 20_000 } = {},
  ) {
    const said: string[] = [];
    const reporter = createReporter({ stream: { write: (text: string) => said.push(text) } });
    const overrides = {
      env: { LLMLAB_MODELS_URL: server.url, ...env },
      reporter,
      sources: { small: source },
      folderOf: (name: string) => folder.path(name),
      patience,
    };
    const code = await runFetch(args, overrides);
    return { code, said: said.join("") };
  }

  /** Checks that all files are there, and nothing half. */
  function expectWhole(): void {
    expect(readdirSync(folder.path("small")).sort()).to.deep.equal([
      "config.json",
      "model.safetensors",
      "verified.json",
    ]);
    for (const [name, bytes] of server.files) {
      expect(readFileSync(folder.path("small", name)).equals(bytes), name).to.equal(true);
    }
  }

  it("says the size first, then brings the files", async () => {
    const { code, said } = await run();
    expect(code, said).to.equal(0);
    expectWhole();
    const lines = said.trim().split("\n");
    expect(lines[0]).to.equal("small: a small model, licence none");
    expect(lines[1]).to.equal(`Fetching 301 kB, from ${new URL(server.url).host} to ${folder.path("small")}`);
    expect(lines.at(-1)).to.match(/^small is here now: .*small \(301 kB, \d+(\.\d)? s\)$/);
    expect(server.asked).to.deep.equal(["config.json", "model.safetensors"]);
  });

  it("asks for nothing when all is there, and reads nothing again", async () => {
    await run();
    server.asked.length = 0;
    const { code, said } = await run();
    expect({ code, said }).to.deep.equal({
      code: 0,
      said: `small is here already: ${folder.path("small")} (301 kB)\n`,
    });
    expect(server.asked).to.deep.equal([]);
  });

  it("checks what was put there by hand, and replaces what is wrong", async () => {
    mkdirSync(folder.path("small"));
    for (const [name, bytes] of server.files) {
      writeFileSync(folder.path("small", name), bytes);
    }
    expect((await run()).said).to.contain("is here already");
    expect(server.asked).to.deep.equal([]);
    const wrong = Buffer.from(server.files.get("model.safetensors") ?? []);
    wrong.writeUInt8(wrong.readUInt8(5) ^ 1, 5);
    writeFileSync(weights(), wrong);
    utimesSync(weights(), new Date(), new Date(2026, 0, 1));
    const { code, said } = await run();
    expect(code).to.equal(0);
    expect(said).to.contain(`${weights()} is not the published file, and will be replaced`);
    expectWhole();
    expect(server.asked).to.deep.equal(["model.safetensors"]);
  });

  it("goes on by itself when the connection breaks, from where it broke", async () => {
    server.manners.push({}, { cutAfter: 100_000 }, { cutAfter: 50_000 });
    const { code, said } = await run();
    expect(code, said).to.equal(0);
    expectWhole();
    const [, , second = "", third = ""] = server.asked;
    expect(second).to.match(/^model\.safetensors bytes=\d+- if "v1"$/);
    expect(Number(/\d+/.exec(third)?.[0])).to.be.greaterThan(Number(/\d+/.exec(second)?.[0]));
    expect(said).to.contain("The connection broke at").and.contain("trying again");
  });

  it("stops when a connection brings nothing more, and the same command goes on from there", async () => {
    server.manners.push({}, { cutAfter: 100_000 }, { cutAfter: 0 });
    const broken = await run();
    expect(broken.code).to.equal(1);
    expect(broken.said).to.contain("Cannot fetch small: the connection broke at 100000 of 300000 bytes");
    expect(broken.said).to.contain("try: the same command again: it goes on from there");
    expect(statSync(`${weights()}.partial`).size).to.equal(100_000);
    expect(existsSync(folder.path("small", "fetch.lock"))).to.equal(false);
    server.asked.length = 0;
    const { code, said } = await run();
    expect(code, said).to.equal(0);
    expect(said).to.contain("Fetching 300 kB, of which 100 kB are here");
    expect(server.asked).to.deep.equal(['model.safetensors bytes=100000- if "v1"']);
    expectWhole();
  });

  it("takes a server for broken that falls silent", async () => {
    server.manners.push({}, { stallAfter: 100_000 });
    const { code, said } = await run(["small"], { patience: 1500 });
    expect(code, said).to.equal(0);
    expect(said).to.contain("nothing came for 1.5 s");
    expectWhole();
  });

  /** What becomes of a part that is there already, when the server answers like this. */
  for (const [what, manner, asked] of [
    ["ignores that only a part is wanted", { ignoresRange: true }, 1],
    ["has another version of the file by now", { etag: '"v2"' }, 1],
    ["sends another part than was asked for", { wrongRange: true }, 2],
    ["knows of no such part", { status: 416 }, 2],
  ] satisfies [string, Manner, number][]) {
    it(`starts anew when the server ${what}`, async () => {
      mkdirSync(folder.path("small"));
      writeFileSync(`${weights()}.partial`, Buffer.alloc(100_000));
      writeFileSync(`${weights()}.partial.etag`, '"v1"');
      server.manners.push({}, manner);
      const { code, said } = await run();
      expect(code, said).to.equal(0);
      expectWhole();
      expect(server.asked.slice(1)).to.have.length(asked);
    });
  }

  it("goes on without a version where the server has none or a weak one, since the checksum decides", async () => {
    for (const etag of [null, 'W/"v1"']) {
      server.asked.length = 0;
      server.manners.push({}, { cutAfter: 100_000, etag });
      const { code, said } = await run();
      expect(code, said).to.equal(0);
      expect(server.asked.at(-1)).to.equal("model.safetensors bytes=100000-");
      expectWhole();
      writeFileSync(weights(), "gone");
      writeFileSync(folder.path("small", "config.json"), "gone");
    }
  });

  it("starts anew when what is there is longer than the file", async () => {
    mkdirSync(folder.path("small"));
    writeFileSync(`${weights()}.partial`, Buffer.alloc(400_000));
    const { code, said } = await run();
    expect(code, said).to.equal(0);
    expectWhole();
  });

  it("deletes what has the wrong checksum, and says so", async () => {
    server.manners.push({}, { body: Buffer.alloc(300_000) });
    const { code, said } = await run();
    expect(code).to.equal(1);
    expect(said).to.contain("what has come is not model.safetensors as it was published: its SHA-256 is ");
    expect(readdirSync(folder.path("small")).sort()).to.deep.equal(["config.json", "verified.json"]);
    expect((await run()).code).to.equal(0);
    expectWhole();
  });

  for (const withoutLength of [false, true]) {
    it(`refuses a longer file${withoutLength ? ", also when the server does not say how long it is" : ""}`, async () => {
      server.manners.push({}, { body: Buffer.alloc(900_000), withoutLength });
      const { code, said } = await run();
      expect(code).to.equal(1);
      expect(said).to.contain(
        withoutLength ? "is longer than the 300000 bytes" : "has 900000 bytes, and the published one 300000",
      );
      expect(existsSync(weights())).to.equal(false);
    });
  }

  it("follows a server that sends it elsewhere", async () => {
    server.manners.push({ redirects: true }, { redirects: true });
    const { code, said } = await run();
    expect(code, said).to.equal(0);
    expectWhole();
  });

  it("says which address has no file, and how to do it by hand", async () => {
    server.manners.push({ status: 404 });
    const { code, said } = await run();
    expect(code).to.equal(1);
    expect(said).to.contain(
      `Cannot fetch small: the server answers 404 Not Found for ${server.url}/someone/small/resolve/0123abcd/config.json`,
    );
    expect(said).to.contain("try: another server with the same files: npm run fetch -- small --mirror ADDRESS");
    expect(said).to.contain(
      `try: by hand: put config.json, model.safetensors from ${server.url}/someone/small/tree/0123abcd into ${folder.path("small")}`,
    );
  });

  it("says to wait when the server is in trouble", async () => {
    server.manners.push({ status: 503 });
    const { code, said } = await run();
    expect(code).to.equal(1);
    expect(said).to.contain("503 Service Unavailable").and.contain("wait a few minutes");
  });

  it("says what to do where there is no network", async () => {
    await server.close();
    const { code, said } = await run();
    expect(code).to.equal(1);
    expect(said).to.contain(`the server ${new URL(server.url).host} cannot be reached (ECONNREFUSED)`);
    expect(said).to.contain("behind a proxy").and.contain("by hand");
    server = await startModelServer();
  });

  it("says beforehand that the disk is too full", async () => {
    const [config, model] = server.source.files;
    if (config === undefined || model === undefined) {
      throw new Error("Cannot test without the files");
    }
    const { code, said } = await run(["small"], {
      source: { ...server.source, files: [config, { ...model, bytes: 1e18 }] },
    });
    expect(code).to.equal(1);
    expect(said).to.contain("the disk is too full: there are ").and.contain("LLMLAB_CACHE=/folder/on/another/disk");
    expect(server.asked).to.deep.equal([]);
  });

  it("says so when the disk fills up on the way", async function () {
    if (process.platform !== "linux") {
      this.skip();
    }
    mkdirSync(folder.path("small"));
    symlinkSync("/dev/full", `${weights()}.partial`);
    const { code, said } = await run();
    expect(code).to.equal(1);
    expect(said).to.contain("the disk is too full: it has no room left; what has come is kept");
  });

  it("says so when the folder cannot be made", async () => {
    writeFileSync(folder.path("small"), "a file");
    const { code, said } = await run();
    expect(code).to.equal(1);
    expect(said)
      .to.contain(`Cannot fetch small into ${folder.path("small")}: `)
      .and.contain("LLMLAB_CACHE=/another/folder");
  });

  it("does not work on a folder that another works on, unless that has died", async () => {
    mkdirSync(folder.path("small"));
    writeFileSync(folder.path("small", "fetch.lock"), String(process.ppid));
    const { code, said } = await run();
    expect(code).to.equal(1);
    expect(said).to.contain(`is under way (process ${process.ppid})`);
    writeFileSync(folder.path("small", "fetch.lock"), String(2 ** 22 + 1));
    expect((await run()).code).to.equal(0);
    expectWhole();
  });

  it("takes a mirror before the variable, and refuses what is no address", async () => {
    const { code } = await run(["small", "--mirror", `${server.url}/`], {
      env: { LLMLAB_MODELS_URL: "http://127.0.0.1:1" },
    });
    expect(code).to.equal(0);
    for (const mirror of ["models", "ftp://models", "file:///etc", "https://"]) {
      const refused = await run(["small", "--mirror", mirror]);
      expect(refused.code).to.equal(1);
      expect(refused.said).to.contain(`from "${mirror}": that is no address`);
    }
  });

  it("lists what there is and what is here", async () => {
    const size = "  0 MB  a small model; ";
    expect(await run(["--list"])).to.deep.equal({ code: 0, said: `small  ${size}not here\n` });
    await run();
    expect((await run(["--list"])).said).to.equal(`small  ${size}here: ${folder.path("small")}\n`);
  });

  it("helps, and says which names there are", async () => {
    expect((await run(["--help"])).code).to.equal(0);
    expect((await run(["--help"])).said)
      .to.contain("npm run fetch -- NAME")
      .and.contain("LLMLAB_CACHE");
    for (const [args, says] of [
      [[], "Cannot fetch without the name of a model"],
      [["--fast"], "--fast"],
      [["large"], 'Cannot fetch "large": there is no model of this name; there are small'],
      [["toString"], 'Cannot fetch "toString"'],
      [["small", "large"], 'Cannot fetch "large"'],
    ] as const) {
      const { code, said } = await run(args);
      expect(code).to.equal(1);
      expect(said).to.contain(says);
    }
    expect(server.asked).to.deep.equal([]);
  });

  it("shows how far it is, how fast, and how much longer it takes", () => {
    expect(progressText(120e6, 550e6, 0, 100)).to.equal("120 MB of 550 MB");
    expect(progressText(120e6, 550e6, 100e6, 10_000)).to.equal("120 MB of 550 MB, 10.0 MB/s, 43 s left");
  });
});
