import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { useSharedFolder } from "../../scripts/support/temporary-folder.ts";
import { runTestPython } from "../../support/python.ts";

type Output = { output_type: string; ename?: string; text?: string; data?: Record<string, unknown> };
type Result = {
  failure: { type: string; message: string } | null;
  outputs: Output[][];
  counts: (number | null)[];
  language: Record<string, unknown>;
};

const driver = fileURLToPath(new URL("run_nbclient.py", import.meta.url));

const orders = {
  endless: {
    cells: [["let steps = 0;"], ["await null;\nwhile (true) steps++;"], ["steps > 0"]],
    settings: { timeout: 6, interrupt_on_timeout: true, allow_errors: true },
  },
  training: {
    cells: [
      [
        'import { startBackend, tf } from "llmlab/tensor";\nimport { train } from "llmlab/training";\nawait startBackend();',
      ],
      [
        "const x = tf.variable(tf.scalar(5));\n" +
          "const { finished, steps } = await train({ parameters: [x], loss: () => tf.square(x), steps: 1e6, progress: false });",
      ],
      ["[finished, steps > 0, (await x.array()) < 5]"],
    ],
    settings: { timeout: 8, interrupt_on_timeout: true },
  },
  plain: {
    cells: [
      ["const greeting: string = 'hello';"],
      ['console.log(greeting);\nconsole.error("to stderr");\n({ greeting })'],
      ["greeting.length;"],
      ["process.stdout.write('kept');\nvoid 0"],
    ],
    settings: {},
  },
  failing: { cells: [["const x = 1;"], ["JSON.parse('null').toString();"], ["console.log('never')"]], settings: {} },
  "failing on purpose": {
    cells: [["let x = 1;"], ["x = 2;\nthrow new RangeError('meant');", "raises-exception"], ["x"]],
    settings: {},
  },
  "failing as allowed": {
    cells: [["throw new RangeError('allowed');"], ["const n: number = 'one';"], ["1 + 1"]],
    settings: { allow_error_names: ["RangeError", "TypeScriptError"] },
  },
  "failing otherwise": {
    cells: [["throw new TypeError('not allowed');"], ["1 + 1"]],
    settings: { allow_error_names: ["RangeError"] },
  },
  "endless without an interrupt": { cells: [["while (true) {}"]], settings: { timeout: 2 } },
  asking: { cells: [["prompt('name?')"]], settings: { allow_errors: true } },
  "full of outputs": {
    cells: [["for (let i = 0; i < 20000; i++) console.log(i);\nconst done = 1;\ndone"]],
    settings: {},
  },
};

describe("a notebook in nbclient", function () {
  this.timeout(120_000);
  const folder = useSharedFolder();
  let results: Record<keyof typeof orders, Result>;

  before(() => {
    const { status, stdout, stderr } = runTestPython([driver], { cwd: folder.path(), input: JSON.stringify(orders) });
    expect(status, stderr).to.equal(0);
    results = JSON.parse(stdout);
  });

  const kinds = (result: Result) => result.outputs.map((outputs) => outputs.map(({ output_type: kind }) => kind));
  const textOf = (output: Output | undefined) => output?.text ?? output?.data?.["text/plain"];

  it("has streams, results and counts, each in its place", () => {
    const { failure, outputs, counts, language } = results.plain;
    expect(failure).to.equal(null);
    expect(counts).to.deep.equal([1, 2, 3, 4]);
    expect(outputs[0]).to.deep.equal([]);
    expect(outputs[1]?.map(textOf)).to.deep.equal(["hello\n", "to stderr\n", "{ greeting: 'hello' }"]);
    expect(outputs[2]?.map(textOf)).to.deep.equal(["5"]);
    expect(outputs[3]?.map(textOf)).to.deep.equal(["kept"]);
    expect(language).to.include({ name: "typescript", file_extension: ".ts", codemirror_mode: "typescript" });
  });

  it("stops at an error, which says what and where", () => {
    const { failure, outputs } = results.failing;
    expect(failure?.type).to.equal("CellExecutionError");
    expect(failure?.message)
      .to.match(/TypeError: Cannot read properties of null/)
      .and.include("Cell In[2], line 1");
    expect(outputs[1]?.[0]).to.include({ output_type: "error", ename: "TypeError" });
    expect(outputs[2]).to.deep.equal([]);
  });

  it("goes on after a cell tagged raises-exception, with what that cell had done", () => {
    expect(results["failing on purpose"].failure).to.equal(null);
    expect(kinds(results["failing on purpose"])).to.deep.equal([[], ["error"], ["execute_result"]]);
    expect(results["failing on purpose"].outputs[2]?.map(textOf)).to.deep.equal(["2"]);
  });

  it("goes on after errors of the names that are allowed, and of no others", () => {
    expect(results["failing as allowed"].failure).to.equal(null);
    expect(kinds(results["failing as allowed"])).to.deep.equal([["error"], ["error"], ["execute_result"]]);
    expect(results["failing otherwise"].failure?.type).to.equal("CellExecutionError");
  });

  it("is interrupted when a cell takes too long, and keeps its variables", () => {
    const { failure, outputs } = results.endless;
    expect(failure).to.equal(null);
    expect(outputs[1]?.[0]).to.include({ output_type: "error", ename: "KeyboardInterrupt" });
    expect(outputs[2]?.map(textOf)).to.deep.equal(["true"]);
  });

  it("lets training in the library stop by itself when it is interrupted, and keep what it has learnt", () => {
    const { failure, outputs } = results.training;
    expect(failure).to.equal(null);
    expect(outputs[1]).to.deep.equal([]);
    expect(outputs[2]?.map(textOf)).to.deep.equal(["[ false, true, true ]"]);
  });

  it("fails when a cell takes too long and may not be interrupted", () => {
    expect(results["endless without an interrupt"].failure?.type).to.equal("CellTimeoutError");
  });

  it("has an error where a cell asks somebody and nobody is there", () => {
    expect(kinds(results.asking)).to.deep.equal([["error"]]);
  });

  it("has every line of twenty thousand, in order and before the result", () => {
    const outputs = results["full of outputs"].outputs[0] ?? [];
    const lines = outputs.filter(({ output_type: kind }) => kind === "stream").map(textOf);
    expect(lines.join("")).to.equal(Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join(""));
    expect(textOf(outputs.at(-1))).to.equal("1");
  });
});
