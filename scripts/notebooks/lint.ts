import { forbiddenRule, importRule, lengthRule, pathRule } from "./lint/code-rules.ts";
import { exerciseRule, quizRule } from "./lint/exercises.ts";
import { gradeIdRule, graderMetadataRule, graderOutputRule, markerRule } from "./lint/grading-rules.ts";
import { headingRule } from "./lint/headings.ts";
import { machinePathRule } from "./lint/machine-path-rule.ts";
import { idRule, imageTextRule, kernelRule, parametersRule, sizeRule, tagRule } from "./lint/notebook-rules.ts";
import { executedRule, faultRule, figureRule, plainTextRule } from "./lint/output-rules.ts";
import type { Rule } from "./lint/problem.ts";
import type { Notebook } from "./notebook.ts";

const OUTPUT_RULES: Rule[] = [executedRule, faultRule, figureRule, plainTextRule, machinePathRule];

const RULES: Rule[] = [
  headingRule,
  kernelRule,
  parametersRule,
  tagRule,
  idRule,
  sizeRule,
  imageTextRule,
  exerciseRule,
  quizRule,
  lengthRule,
  importRule,
  forbiddenRule,
  pathRule,
  graderMetadataRule,
  gradeIdRule,
  markerRule,
  graderOutputRule,
  ...OUTPUT_RULES,
];

/**
 * Lists where a course notebook breaks the rules by which notebooks are written; each problem says which cell it is in
 * and how to mend it. An empty list means that it keeps them all.
 *
 * @example
 * lint(readNotebook("notebooks/07-attention.ipynb")); // []
 */
export function lint(notebook: Notebook): string[] {
  return RULES.flatMap((rule) => rule(notebook));
}

/** Lists what is wrong with a notebook's outputs alone; a run that leaves such is not written. */
export function lintOutputs(notebook: Notebook): string[] {
  return OUTPUT_RULES.flatMap((rule) => rule(notebook));
}
