import { readFileSync } from "node:fs";
import { protocolVersion } from "./header.ts";
import type { JsonObject } from "./json.ts";

/** What a front end wants to know of a kernel's language. */
export interface LanguageInfo extends JsonObject {
  readonly name: string;
  readonly version: string;
  readonly mimetype: string;
  readonly file_extension: string;
  readonly pygments_lexer: string;
  readonly codemirror_mode: string;
  readonly nbconvert_exporter: string;
}

/** The content of a `kernel_info_reply`. */
export interface KernelInfo extends JsonObject {
  readonly status: "ok";
  readonly protocol_version: string;
  readonly implementation: string;
  readonly implementation_version: string;
  readonly language_info: LanguageInfo;
  readonly banner: string;
  readonly debugger: boolean;
  readonly supported_features: readonly string[];
  readonly help_links: readonly { readonly text: string; readonly url: string }[];
}

/** Describes this kernel: its name and version, TypeScript as its language, and what it can do. */
export function kernelInfo(version: string, typescriptVersion: string): KernelInfo {
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "llmlab",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: typescriptVersion,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      // A string: JupyterLab looks up an object's name only among the modes of CodeMirror 5.
      codemirror_mode: "typescript",
      nbconvert_exporter: "script",
    },
    banner: `llmlab ${version}: TypeScript ${typescriptVersion} on Node.js ${process.versions.node}`,
    debugger: false,
    supported_features: [],
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "Node.js", url: "https://nodejs.org/docs/latest/api/" },
    ],
  };
}

/** Reads the version in a package.json; "unknown" where there is none. */
export function versionIn(packageJson: URL | string): string {
  try {
    return String(JSON.parse(readFileSync(packageJson, "utf8")).version);
  } catch {
    return "unknown";
  }
}
