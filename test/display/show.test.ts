import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { MimeBundle } from "../../lib/display/index.ts";
import { figure, jupyterDisplay, markdown, show } from "../../lib/display/index.ts";
import { runningScreen } from "../../lib/display/kernel.ts";
import { errorOf, printedBy } from "../support/printed.ts";
import { figures } from "./figures.ts";

type Content = MimeBundle & { transient: { display_id?: string } };

const modules = createRequire(import.meta.url).cache;
const tslab = "/somewhere/node_modules/tslab/dist/jupyter.js";

/** Runs a test as if tslab ran it, and gives what it sent. */
async function inTslab(test: () => Promise<void> | void): Promise<{ content: Content; update: boolean }[]> {
  const sent: { content: Content; update: boolean }[] = [];
  const lastWriteDisplayData = (content: Content, update: boolean) => sent.push({ content, update });
  modules[tslab] = Object.assign(Object.create(null), { exports: { lastWriteDisplayData } });
  try {
    await test();
  } finally {
    delete modules[tslab];
  }
  return sent;
}

describe("show", () => {
  it("sends one message with all MIME types and the metadata", async () => {
    const item = figures["one line"];
    expect(item).to.not.equal(undefined);
    const sent = await inTslab(async () => item && show(item));
    expect(sent).to.have.length(1);
    expect(sent[0]?.update).to.equal(false);
    expect(sent[0]?.content).to.deep.equal({ ...(await item?.bundle()), transient: {} });
  }).timeout(60_000);

  it("shows whatever speaks the display protocol", async () => {
    const item = { [jupyterDisplay]: () => ({ "text/plain": "hello" }) };
    const [sent] = await inTslab(() => show(item));
    expect(sent?.content.data).to.deep.equal({ "text/plain": "hello" });
  });

  it("shows Markdown", async () => {
    const [sent] = await inTslab(() => show(markdown("**bold**")));
    expect(sent?.content.data).to.deep.equal({ "text/markdown": "**bold**", "text/plain": "**bold**" });
  });

  it("sends nothing if the figure is not valid", async () => {
    const axis = { title: { text: "x" } };
    const wrong = figure({
      data: [{ type: "scatter", y: [1], wrong: 1 }],
      layout: { title: { text: "T" }, xaxis: axis, yaxis: axis },
      description: "A point.",
    });
    const sent = await inTslab(async () => {
      expect((await errorOf(() => show(wrong))).message).to.contain("Cannot draw the figure");
    });
    expect(sent).to.deep.equal([]);
  }).timeout(60_000);

  it("prints the words where there is no kernel", async () => {
    expect(await printedBy(() => show(markdown("**bold**")))).to.deep.equal(["**bold**"]);
    const picture = { [jupyterDisplay]: () => ({ "image/png": "" }) };
    expect(await printedBy(() => show(picture))).to.deep.equal(["(an output of image/png)"]);
  });
});

describe("the screen of the running kernel", () => {
  const bundle = { data: { "text/plain": "1" }, metadata: {} };

  /** Runs a test with a global variable that only a kernel has. */
  async function withGlobal(key: string | symbol, value: unknown, test: () => Promise<void> | void) {
    Reflect.set(globalThis, key, value);
    try {
      await test();
    } finally {
      Reflect.deleteProperty(globalThis, key);
    }
  }

  it("is llmlab's own where its kernel runs, before any other's", async () => {
    const shown: unknown[] = [];
    const host = { display: (...shownNow: unknown[]) => shown.push(shownNow), update: () => {} };
    const sent = await inTslab(() =>
      withGlobal(Symbol.for("llmlab.kernel"), host, () => show({ [jupyterDisplay]: () => bundle.data })),
    );
    expect(shown).to.deep.equal([[bundle]]);
    expect(sent).to.deep.equal([]);
  });

  it("is Deno's where its kernel runs", async () => {
    const sent: unknown[] = [];
    const broadcast = async (...message: unknown[]) => void sent.push(message);
    await withGlobal("Deno", { jupyter: { broadcast } }, () => {
      runningScreen()?.display(bundle, "id");
      runningScreen()?.update(bundle, "id");
    });
    expect(sent).to.deep.equal([
      ["display_data", { ...bundle, transient: { display_id: "id" } }],
      ["update_display_data", { ...bundle, transient: { display_id: "id" } }],
    ]);
    await withGlobal("Deno", { version: {} }, () => {
      expect(runningScreen()).to.equal(undefined);
    });
  });

  it("is there only while a kernel has a cell", async () => {
    expect(runningScreen()).to.equal(undefined);
    await inTslab(() => {
      expect(runningScreen()).to.not.equal(undefined);
    });
    modules[tslab] = Object.assign(Object.create(null), { exports: { lastWriteDisplayData: null } });
    expect(runningScreen()).to.equal(undefined);
    delete modules[tslab];
  });

  it("replaces an output under its id", async () => {
    const sent = await inTslab(() => {
      runningScreen()?.display(bundle, "id");
      runningScreen()?.update(bundle, "id");
    });
    expect(sent).to.deep.equal([
      { content: { ...bundle, transient: { display_id: "id" } }, update: false },
      { content: { ...bundle, transient: { display_id: "id" } }, update: true },
    ]);
  });
});

describe("importing llmlab/display", () => {
  it("loads neither tslab nor what draws pictures", () => {
    const library = new URL("../../lib/display/index.ts", import.meta.url);
    const program = `
      const { heatmap } = await import(${JSON.stringify(library.href)});
      heatmap({ values: [[1]], rows: ["a"], columns: ["b"], title: "T", rowTitle: "r", columnTitle: "c" });
      const { createRequire } = await import("node:module");
      const loaded = Object.keys(createRequire(${JSON.stringify(library.href)}).cache);
      console.log(loaded.filter((path) => /tslab|jsdom|plotly|resvg/.test(path)).length);`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", program],
      { cwd: fileURLToPath(new URL("../..", import.meta.url)), encoding: "utf8" },
    );
    expect(stderr).to.equal("");
    expect(stdout).to.equal("0\n");
  });
});
