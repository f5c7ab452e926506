import { createRequire } from "node:module";
import type * as swcPackage from "@swc/core";

type Swc = typeof swcPackage;

let swc: Swc | undefined;

/** Loads swc, which takes some 100 ms, when it is first needed. */
function load(): Swc {
  swc ??= createRequire(import.meta.url)("@swc/core") as Swc;
  return swc;
}

/**
 * Turns TypeScript into the JavaScript of ES2022: removes types, and lowers enums, namespaces, decorators (the proposal
 * of 2022-03) and `using`. Imports and exports stay as they are, but for imports that nothing uses but types where
 * `dropUnusedImports` says so, as TypeScript does by default. The source map has no sources' content.
 */
export function stripTypes(
  code: string,
  options: { readonly fileName: string; readonly commonjs?: boolean; readonly dropUnusedImports?: boolean },
): { readonly code: string; readonly map: string } {
  const { code: output, map } = load().transformSync(code, {
    filename: options.fileName,
    sourceFileName: options.fileName,
    swcrc: false,
    configFile: false,
    isModule: true,
    sourceMaps: true,
    inlineSourcesContent: false,
    jsc: {
      parser: { syntax: "typescript", decorators: true },
      target: "es2022",
      keepClassNames: true,
      externalHelpers: false,
      transform: {
        decoratorVersion: "2022-03",
        useDefineForClassFields: true,
        verbatimModuleSyntax: !options.dropUnusedImports,
      },
    },
    module: options.commonjs ? { type: "commonjs", ignoreDynamic: true } : { type: "es6" },
  });
  return { code: output, map: map ?? "" };
}
