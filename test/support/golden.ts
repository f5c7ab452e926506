import { readFileSync } from "node:fs";

/** An array in a golden file: its numbers, row by row. */
export interface GoldenArray {
  shape: number[];
  values: number[];
}

/**
 * Reads test/golden/<name>.json. The caller names the type of the cases, which is what scripts/golden writes;
 * each file carries the command that made it.
 */
export function readGolden<Case>(name: string): Case[] {
  const file: { cases: Case[] } = JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), "utf8"));
  return file.cases;
}
