import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The folder of the native program, where the declarations of the language lie too; undefined where it is not found. */
export function nativeFolder(packageRoot: string): string | undefined {
  try {
    const fromRoot = createRequire(join(packageRoot, "package.json"));
    const fromTypeScript = createRequire(fromRoot.resolve("typescript/package.json"));
    const platform = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
    return join(dirname(fromTypeScript.resolve(platform)), "lib");
  } catch {
    return undefined;
  }
}

/** The command that starts TypeScript: the native program itself, else the wrapper that has its own way to find it. */
export function typeScriptCommand(packageRoot: string): [string, ...string[]] {
  // By way of the wrapper a second Node process would stay beside the program.
  const program = join(nativeFolder(packageRoot) ?? "", process.platform === "win32" ? "tsc.exe" : "tsc");
  if (existsSync(program)) {
    return [program];
  }
  const fromRoot = createRequire(join(packageRoot, "package.json"));
  return [process.execPath, join(dirname(fromRoot.resolve("typescript/package.json")), "bin", "tsc")];
}
