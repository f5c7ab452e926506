import { finishExecuted, isExecuted } from "../finish-executed.ts";
import { type CodeCell, type Metadata, nameOfCell, type Output, tagsOf } from "../notebook.ts";
import { textOfOutput } from "../outputs.ts";
import { isRecord } from "../record.ts";
import { serializeNotebook } from "../serialize-notebook.ts";
import { codeRule, type Rule } from "./problem.ts";

/** The notebook was run from top to bottom, and is as the runner leaves it. */
export const executedRule: Rule = (notebook) => {
  const codeCells = notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");
  if (codeCells.every(({ outputs }) => outputs.length === 0)) {
    return ["the notebook has no outputs; npm run notebooks writes them"];
  }
  let count = 0;
  const problems = notebook.cells.flatMap((cell, index) => {
    if (cell.cell_type !== "code") return [];
    const expected = isExecuted(cell) ? ++count : null;
    if (cell.execution_count === expected) return [];
    const name = nameOfCell(notebook, index);
    return [
      `${name} has execution_count ${cell.execution_count}, not ${expected}; run it from top to bottom with npm run notebooks`,
    ];
  });
  if (problems.length > 0 || serializeNotebook(finishExecuted(notebook)) === serializeNotebook(notebook))
    return problems;
  return ["the notebook has outputs or metadata that the runner would not have written; run npm run notebooks"];
};

/** Nothing failed and nothing was written to stderr, except where a cell shows an error on purpose. */
export const faultRule = codeRule((cell) =>
  tagsOf(cell).includes("raises-exception")
    ? []
    : cell.outputs.flatMap((output) => {
        if (output.output_type === "error") return [`failed with ${output.ename}: ${output.evalue}; mend it`];
        if (output.output_type !== "stream" || output.name !== "stderr") return [];
        return [`wrote to stderr: ${JSON.stringify(output.text.slice(0, 80))}; print to stdout, or remove the cause`];
      }),
);

/** Outputs are plain text: no colours, nothing that overwrites. */
export const plainTextRule = codeRule(({ outputs }) =>
  outputs.some((output) => ["\u001b", "\r", "\b"].some((character) => textOfOutput(output).includes(character)))
    ? ["printed ANSI codes or control characters; print plain text, and show progress with llmlab/display"]
    : [],
);

/** Every figure can be read by everyone, everywhere: as text, as a picture that says what it shows, without scripts. */
export const figureRule = codeRule(({ outputs }) => outputs.flatMap((output) => problemsOfBundle(output)));

function problemsOfBundle(output: Output): string[] {
  if (output.output_type !== "display_data" && output.output_type !== "execute_result") return [];
  const { data, metadata } = output;
  const problems: string[] = [];
  if (textOfOutput(output).trim() === "")
    problems.push("shows something without text/plain; describe it in a sentence");
  if ("image/png" in data && altOf(metadata) === "") {
    problems.push('shows a picture without alt text; set metadata["image/png"].alt, as llmlab/display does');
  }
  if ("application/vnd.plotly.v1+json" in data && !("image/png" in data)) {
    problems.push("shows a figure without image/png, which web pages and PDFs need; show it with llmlab/display");
  }
  const unsafe = ["image/svg+xml", "application/javascript"].filter((mime) => mime in data);
  if (/<script\b/i.test(String(data["text/html"] ?? ""))) unsafe.push("a script in text/html");
  return [
    ...problems,
    ...unsafe.map((what) => `shows ${what}, which not every reader can; show it with llmlab/display`),
  ];
}

function altOf(metadata: Metadata): string {
  const image = metadata["image/png"];
  return isRecord(image) && typeof image.alt === "string" ? image.alt.trim() : "";
}
