import { readFile, writeFile } from "node:fs/promises";
import type { Tokenizer } from "../pipeline/tokenizer.ts";
import { tokenizerFromJson, tokenizerToJson } from "./tokenizer-json.ts";

/** Writes a tokenizer to a tokenizer.json file. */
export async function saveTokenizer(path: string, tokenizer: Tokenizer): Promise<void> {
  await writeFile(path, `${JSON.stringify(tokenizerToJson(tokenizer), null, 1)}\n`);
}

/**
 * Reads a tokenizer from a tokenizer.json file.
 *
 * @throws Error for a file that is not there, is cut short, or is no tokenizer.
 */
export async function loadTokenizer(path: string): Promise<Tokenizer> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new Error(`Cannot read the tokenizer ${path}: ${error instanceof Error ? error.message : error}`);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const ends = text.trimEnd().endsWith("}") ? "it is not JSON" : "the file is cut short, or no tokenizer.json";
    throw new Error(`Cannot read the tokenizer ${path}: ${ends} (${error instanceof Error ? error.message : error})`);
  }
  try {
    return tokenizerFromJson(json);
  } catch (error) {
    throw new Error(`Cannot read the tokenizer ${path}: ${error instanceof Error ? error.message : error}`);
  }
}
