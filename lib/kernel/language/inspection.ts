import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Inspection } from "./language.ts";
import { linesOf, type Range } from "./positions.ts";

/** What the server shows when the mouse rests on a name. */
export interface ServerHover {
  readonly contents: { readonly value: string };
}

/** What the server shows inside a call's parentheses. */
export interface ServerSignatures {
  readonly signatures: readonly {
    readonly label: string;
    readonly documentation?: string | { readonly value: string };
    readonly parameters?: readonly {
      readonly label: string | readonly [number, number];
      readonly documentation?: string | { readonly value: string };
    }[];
  }[];
  readonly activeSignature?: number;
}

/** Where the server finds a declaration. */
export interface ServerLocation {
  readonly targetUri?: string;
  readonly targetRange?: Range;
  readonly uri?: string;
  readonly range?: Range;
}

/** So much of a declaration is shown; a class of a library can be thousands of lines long. */
const sourceLimit = 20_000;

/** Reads the signature and the documentation out of the Markdown that the server shows. */
export function inspectionOfHover({ contents }: ServerHover): Inspection | undefined {
  const parts = /^\s*```\w*\n([\s\S]*?)\n```\n?([\s\S]*)$/.exec(contents.value);
  const signature = (parts?.[1] ?? contents.value)
    .replace(/^\(alias\) /, "")
    .replace(/\n(?:import|export) [^\n]*$/, "")
    .trim();
  return signature === "" ? undefined : { signature, documentation: (parts?.[2] ?? "").trim() };
}

/** Turns the signatures of a call into an inspection, the one that fits the arguments first. */
export function inspectionOfCall({ signatures, activeSignature = 0 }: ServerSignatures): Inspection | undefined {
  const active = signatures[activeSignature] ?? signatures[0];
  if (active === undefined) {
    return undefined;
  }
  const others = signatures.filter((signature) => signature !== active).map(({ label }) => label);
  const parameters = (active.parameters ?? []).flatMap(({ label, documentation }) => {
    const words = textOf(documentation);
    const name = typeof label === "string" ? label : active.label.slice(...label);
    return words === "" ? [] : [`*@param* \`${name.replace(/\??:[\s\S]*$/, "")}\` — ${words}`];
  });
  return {
    signature: [active.label, ...others].join("\n"),
    documentation: [textOf(active.documentation), ...parameters].filter((part) => part !== "").join("\n\n"),
  };
}

function textOf(documentation: string | { readonly value: string } | undefined): string {
  return (typeof documentation === "string" ? documentation : (documentation?.value ?? "")).trim();
}

/**
 * Cuts the source of a declaration out of its file.
 *
 * @param virtualText The text of a virtual file, undefined for a file that lies on the disk.
 */
export function declarationSource(
  locations: readonly ServerLocation[],
  virtualText: (uri: string) => string | undefined,
): string | undefined {
  for (const { targetUri, targetRange, uri = targetUri, range = targetRange } of locations) {
    const text = uri === undefined ? undefined : (virtualText(uri) ?? diskText(uri));
    if (text !== undefined && range !== undefined) {
      const lines = linesOf(text);
      const source = text.slice(lines.offset(range.start), lines.offset(range.end));
      return source.length > sourceLimit ? `${source.slice(0, sourceLimit)}\n...` : source;
    }
  }
  return undefined;
}

function diskText(uri: string): string | undefined {
  try {
    return readFileSync(fileURLToPath(uri), "utf8");
  } catch {
    return undefined;
  }
}
