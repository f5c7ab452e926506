import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { codeFrame, lineAndColumn } from "../../cell/code-frame.ts";
import { stripTypes } from "../../cell/strip-types.ts";
import { parseTree } from "../../cell/tree.ts";
import { invalidSyntax } from "./missing-module.ts";

export interface Transpiled {
  /** JavaScript that carries its source map. */
  readonly code: string;
  readonly map: string;
  readonly source: string;
}

/** Reads a TypeScript file and makes it JavaScript. Throws a SyntaxError that shows the place where it cannot. */
export function transpile(path: string, options: { readonly commonjs: boolean }): Transpiled {
  const source = readFileSync(path, "utf8");
  const { code, map } = strip(path, source, options.commonjs);
  const inline = Buffer.from(map).toString("base64");
  return { code: `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}`, map, source };
}

function strip(path: string, source: string, commonjs: boolean) {
  try {
    return stripTypes(source, { fileName: pathToFileURL(path).href, commonjs, dropUnusedImports: true });
  } catch (error) {
    throw describe(path, source, error);
  }
}

/** Says where in a file it goes wrong. */
function describe(path: string, source: string, error: unknown): Error {
  const { fault } = parseTree(source);
  const words = error instanceof Error ? error.message : String(error);
  const { line, column } = lineAndColumn(source, fault?.start ?? 0);
  const place = fault ? `, line ${line}, column ${column}` : "";
  const frame = fault ? `\n\n${codeFrame(source, fault.start, fault.end).join("\n")}` : "";
  const problem = new SyntaxError(`${fault?.message ?? words} in ${basename(path)}${place}${frame}`);
  return Object.assign(problem, { code: invalidSyntax });
}
