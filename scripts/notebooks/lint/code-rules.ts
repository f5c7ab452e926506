import { codeOnly, codeTokens } from "../code-text.ts";
import { regionsOf } from "../learner-edition.ts";
import { codeRule } from "./problem.ts";

const MOST_LINES = 15;

/**
 * A cell has at most 15 lines of code. Blank lines, comments (the markers among them) and hidden tests, which a learner
 * never sees, do not count.
 */
export const lengthRule = codeRule(({ source }) => {
  if (source.trim() === "") return ["is empty; remove it"];
  const lines = codeOnly(withoutHiddenTests(source)).split("\n");
  const count = lines.filter((line) => line.trim() !== "").length;
  return count > MOST_LINES ? [`has ${count} lines of code; split it, ${MOST_LINES} are the most`] : [];
});

/** What cells may import besides the library: chai for checks, and the package that has to read our tokenizers' files. */
const OTHER_PACKAGES = ["chai", "@huggingface/tokenizers"];

/** Notebooks stand on the library. */
export const importRule = codeRule(({ source }) =>
  importsOf(source)
    .filter((name) => !OTHER_PACKAGES.includes(name) && !name.startsWith("llmlab/"))
    .map((name) => `imports "${name}"; import from llmlab/... only, and from chai in checks`),
);

const FORBIDDEN: { pattern: RegExp; advice: string }[] = [
  { pattern: /\bMath\s*\.\s*random\b/, advice: "draw from llmlab's seeded generator, so that a rerun gives the same" },
  { pattern: /\btidy\b/, advice: "memory is the library's business; move the code into it" },
  { pattern: /\bdispose\w*/, advice: "memory is the library's business; move the code into it" },
];

/** What must not stand in a cell's code. */
export const forbiddenRule = codeRule(({ source }) => {
  const code = codeOnly(source);
  return FORBIDDEN.flatMap(({ pattern, advice }) => {
    const found = pattern.exec(code)?.[0];
    return found === undefined ? [] : [`uses ${found}; ${advice}`];
  });
});

/** A path in a cell holds on one machine, or in one folder, only. */
export const pathRule = codeRule(({ source }) =>
  codeTokens(source)
    .filter(({ kind, text }) => kind !== "comment" && /^["'`](\.{1,2}[/\\]|~[/\\]|file:)/.test(text))
    .map(({ text }) => `has the path ${text}; let the library find files, as llmlab/datasets does`),
);

function importsOf(source: string): string[] {
  const code = codeOnly(source);
  return [...code.matchAll(/\b(?:from|import|import\s*\(|require\s*\()\s*(["'`])( *)\1/g)].map((match) => {
    const end = match.index + match[0].length - 1;
    return source.slice(end - (match[2] ?? "").length, end);
  });
}

function withoutHiddenTests(source: string): string {
  const lines = source.split("\n");
  try {
    const regions = regionsOf(source, (_line, problem) => {
      throw new Error(problem);
    });
    const hidden = regions.filter(({ kind }) => kind === "HIDDEN TESTS");
    return lines.filter((_, index) => !hidden.some(({ begin, end }) => begin <= index && index <= end)).join("\n");
  } catch {
    // Broken markers are the grading rules' to report.
    return source;
  }
}
