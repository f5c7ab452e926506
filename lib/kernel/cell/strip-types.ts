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
 * `dropUnusedImports` says so, as TypeScript does by default. The source map has no sources' content. Throws a
 * SyntaxError for what cannot be lowered.
 */
export function stripTypes(
  code: string,
  options: { readonly fileName: string; readonly commonjs?: boolean; readonly dropUnusedImports?: boolean },
): { readonly code: string; readonly map: string } {
  const { code: output, map } = transform(code, {
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

function transform(code: string, options: swcPackage.Options): swcPackage.Output {
  try {
    return load().transformSync(code, options);
  } catch (error) {
    // The message goes on with a picture of the code and a stack of native functions.
    const text = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(/^\s*[x\u00d7] (.*)/m.exec(text)?.[1] ?? text.split("\n")[0]);
  }
}
