/** A comment, string, template or regular expression in TypeScript source; `index` is where it starts. */
export type CodeToken = { kind: "comment" | "string" | "template" | "regex"; text: string; index: number };

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)`,
    String.raw`(?<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')`,
    // The code in a template may itself hold a template, one deep.
    "(?<template>`(?:\\\\[\\s\\S]|\\$\\{(?:[^`}]|`[^`]*`)*\\}|[^`\\\\])*`)",
    // A slash begins a regular expression where no value stands before it.
    String.raw`(?<=(?:^|[=(,:[!&|?{};+]|=>|\breturn)\s*)(?<regex>\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*)`,
  ].join("|"),
  "g",
);

/**
 * Finds the comments and literals of TypeScript source, so that a lint rule can look at code and not at prose. Exact
 * enough for a lint, without a parser: a template nested two deep in a template is not seen.
 */
export function codeTokens(source: string): CodeToken[] {
  return [...source.matchAll(TOKEN)].map(({ 0: text, index, groups = {} }) => {
    const kind = (["comment", "string", "template"] as const).find((name) => groups[name] !== undefined) ?? "regex";
    return { kind, text, index };
  });
}

/**
 * Replaces comments and the insides of strings by spaces; every other character keeps its place. Code within a template
 * stays.
 *
 * @example
 * codeOnly('f("a.b"); // g()'); // 'f("   ");       '
 */
export function codeOnly(source: string): string {
  return codeTokens(source).reduce((code, { kind, text, index }) => {
    const blanked = kind === "comment" ? blank(text) : kind === "template" ? blankTemplate(text) : blankInside(text);
    return code.slice(0, index) + blanked + code.slice(index + text.length);
  }, source);
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

function blankInside(text: string): string {
  return text.charAt(0) + blank(text.slice(1, -1)) + text.slice(-1);
}

function blankTemplate(text: string): string {
  const parts = text.slice(1, -1).split(/(\$\{(?:[^`}]|`[^`]*`)*\})/);
  return `\`${parts.map((part) => (part.startsWith("${") ? part : blank(part))).join("")}\``;
}
