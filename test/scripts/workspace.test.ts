import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { expect } from "chai";
import { sayDelivery, updateWorkspace } from "../../scripts/workspace.ts";
import { errorOf } from "../support/printed.ts";
import { useTemporaryFolder } from "./support/temporary-folder.ts";
import { writeFile } from "./support/write-file.ts";

describe("the learner's workspace", () => {
  const folder = useTemporaryFolder();
  const notebook = "07-attention.ipynb";
  const beside = "07-attention.new-edition.ipynb";
  const mine = (file = notebook) => folder.path("workspace", file);

  const publish = (text: string) => writeFile(folder.path("notebooks", notebook), text);
  const update = () =>
    updateWorkspace({
      source: folder.path("notebooks"),
      workspace: folder.path("workspace"),
      edition: (path) => readFileSync(path, "utf8"),
    });
  /** Publishes an edition, delivers it, and returns what became of it. */
  const deliver = (text: string) => {
    publish(text);
    return update().map(({ outcome, file }) => [outcome, file]);
  };
  const work = (text: string, file = notebook) => writeFile(mine(file), text);
  const contents = () =>
    Object.fromEntries(
      readdirSync(folder.path("workspace"))
        .filter((name) => name !== ".llmlab.json")
        .map((name) => [name, readFileSync(mine(name), "utf8")]),
    );

  it("receives each notebook, and nothing a second time", () => {
    writeFile(folder.path("notebooks", "00-start-here.ipynb"), "start");
    writeFile(folder.path("notebooks", "notes.md"), "not a notebook");
    publish("one");
    expect(update()).to.deep.equal([
      { notebook: "00-start-here.ipynb", outcome: "added", file: "00-start-here.ipynb" },
      { notebook, outcome: "added", file: notebook },
    ]);
    expect(contents()).to.deep.equal({ "00-start-here.ipynb": "start", [notebook]: "one" });
    expect(update().map(({ outcome }) => outcome)).to.deep.equal(["unchanged", "unchanged"]);
  });

  it("gets a newer edition in place of a notebook that is as delivered", () => {
    deliver("one");
    expect(deliver("two")).to.deep.equal([["updated", notebook]]);
    expect(contents()).to.deep.equal({ [notebook]: "two" });
  });

  it("keeps what the learner has changed, in silence while there is no newer edition", () => {
    deliver("one");
    work("one, with answers");
    expect(update().map(({ outcome }) => outcome)).to.deep.equal(["kept"]);
    expect(contents()).to.deep.equal({ [notebook]: "one, with answers" });
  });

  it("gets a newer edition beside what the learner has changed, once", () => {
    deliver("one");
    work("one, with answers");
    expect(deliver("two")).to.deep.equal([["beside", beside]]);
    expect(contents()).to.deep.equal({ [notebook]: "one, with answers", [beside]: "two" });
    expect(update().map(({ outcome }) => outcome)).to.deep.equal(["kept"]);
  });

  it("does not pile up copies: the next edition replaces the one beside", () => {
    deliver("one");
    work("one, with answers");
    deliver("two");
    expect(deliver("three")).to.deep.equal([["beside", beside]]);
    expect(contents()).to.deep.equal({ [notebook]: "one, with answers", [beside]: "three" });
  });

  it("never overwrites work in the new edition either", () => {
    deliver("one");
    work("one, with answers");
    deliver("two");
    work("two, with answers", beside);
    const second = "07-attention.new-edition-2.ipynb";
    expect(deliver("three")).to.deep.equal([["beside", second]]);
    expect(deliver("four")).to.deep.equal([["beside", second]]);
    expect(contents()).to.deep.equal({
      [notebook]: "one, with answers",
      [beside]: "two, with answers",
      [second]: "four",
    });
  });

  it("does not get a new edition again that the learner has deleted", () => {
    deliver("one");
    work("one, with answers");
    deliver("two");
    rmSync(mine(beside));
    expect(update().map(({ outcome }) => outcome)).to.deep.equal(["kept"]);
    expect(deliver("three")).to.deep.equal([["beside", beside]]);
  });

  it("takes the new edition for delivered when the learner puts it in the place of the old", () => {
    deliver("one");
    work("one, with answers");
    deliver("two");
    rmSync(mine(beside));
    work("two");
    expect(update().map(({ outcome }) => outcome)).to.deep.equal(["unchanged"]);
    expect(deliver("three")).to.deep.equal([["updated", notebook]]);
    expect(contents()).to.deep.equal({ [notebook]: "three" });
  });

  it("takes it for delivered also when a newer one has come meanwhile", () => {
    deliver("one");
    work("one, with answers");
    deliver("two");
    rmSync(mine(beside));
    work("two");
    expect(deliver("three")).to.deep.equal([["updated", notebook]]);
  });

  it("gets a deleted notebook back, so that deleting is how to start over", () => {
    deliver("one");
    work("all wrong");
    rmSync(mine());
    expect(deliver("one")).to.deep.equal([["restored", notebook]]);
    expect(contents()).to.deep.equal({ [notebook]: "one" });
  });

  it("keeps a notebook whose source is gone, and files of the learner's own", () => {
    deliver("one");
    work("notes", "my-notes.ipynb");
    rmSync(folder.path("notebooks", notebook));
    writeFile(folder.path("notebooks", ".keep"));
    expect(update()).to.deep.equal([]);
    expect(contents()).to.deep.equal({ [notebook]: "one", "my-notes.ipynb": "notes" });
  });

  for (const [what, text] of [
    ["lost", undefined],
    ["garbled", '{ "07-att'],
    ["of another shape", '{ "07-attention.ipynb": { "delivered": 7 } }'],
  ] as const) {
    it(`takes everything for the learner's when the record is ${what}`, () => {
      deliver("one");
      rmSync(mine(".llmlab.json"));
      if (text !== undefined) work(text, ".llmlab.json");
      expect(deliver("two")).to.deep.equal([["beside", beside]]);
      expect(contents()).to.deep.equal({ [notebook]: "one", [beside]: "two" });
    });
  }

  it("recognises an edition that it had written just before an interrupt", () => {
    deliver("one");
    const record = readFileSync(mine(".llmlab.json"), "utf8");
    deliver("two");
    work(record, ".llmlab.json");
    expect(update().map(({ outcome }) => outcome)).to.deep.equal(["unchanged"]);
    expect(deliver("three")).to.deep.equal([["updated", notebook]]);
  });

  it("does not follow a link that the learner has put in place of a notebook", () => {
    deliver("one");
    writeFile(folder.path("elsewhere.ipynb"), "one");
    rmSync(mine());
    symlinkSync(folder.path("elsewhere.ipynb"), mine());
    expect(deliver("two")).to.deep.equal([["beside", beside]]);
    expect(readFileSync(folder.path("elsewhere.ipynb"), "utf8")).to.equal("one");
  });

  it("leaves a folder of a notebook's name alone", () => {
    mkdirSync(mine(), { recursive: true });
    expect(deliver("one")).to.deep.equal([["beside", beside]]);
  });

  it("delivers the learner edition: the solution is not in it", () => {
    const cell = {
      cell_type: "code",
      id: "answer",
      source: "// BEGIN SOLUTION\nconst secret = 42;\n// END SOLUTION",
      metadata: {
        nbgrader: { grade: false, grade_id: "a", locked: false, schema_version: 3, solution: true, task: false },
      },
      outputs: [],
      execution_count: null,
    };
    publish(JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    updateWorkspace({ source: folder.path("notebooks"), workspace: folder.path("workspace") });
    expect(contents()[notebook]).to.include("YOUR CODE HERE").and.not.include("secret");
  });

  it("fails with the notebook's name where there is no learner edition of it", async () => {
    publish("not a notebook");
    const error = await errorOf(() =>
      updateWorkspace({ source: folder.path("notebooks"), workspace: folder.path("workspace") }),
    );
    expect(error.message).to.include(notebook);
  });

  it("is spoken of only where something happened", () => {
    const say = (outcome: Parameters<typeof sayDelivery>[0]["outcome"], file = notebook) =>
      sayDelivery({ notebook, outcome, file });
    expect(say("kept")).to.equal(undefined);
    expect(say("unchanged")).to.equal(undefined);
    expect(say("added")).to.equal("07-attention.ipynb: added in your workspace");
    expect(say("beside", beside)).to.equal(
      "07-attention.ipynb: yours is left as it is; the new edition lies beside it as 07-attention.new-edition.ipynb",
    );
  });
});
