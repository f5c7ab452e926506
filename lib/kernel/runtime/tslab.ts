import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { display as tslabDisplay, newDisplay as tslabNewDisplay, versions as tslabVersions } from "tslab";
import { type KernelHost, ofHost } from "./host.ts";

/*
 * What `import * as tslab from "tslab"` gives in this kernel: the display API of tslab 1.0.22, on our own outputs and
 * typed by tslab's declarations.
 */

type Display = typeof tslabDisplay;

/** The versions of tslab's display API, of TypeScript and of Node. */
export const versions: typeof tslabVersions = {
  tslab: "1.0.22",
  typescript: versionOf("typescript"),
  node: process.version,
};

/** Adds an output of the given kind to the running cell. */
export const display: Display = displayWith((host, data) => host.display({ data, metadata: {} }));

/** Makes a display whose outputs replace each other: the first adds an output, the others overwrite it. */
export const newDisplay: typeof tslabNewDisplay = () => {
  const id = randomUUID();
  let isShown = false;
  return displayWith((host, data) => {
    const bundle = { data, metadata: {} };
    if (isShown) host.update(bundle, id);
    else host.display(bundle, id);
    isShown = true;
  });
};

function displayWith(send: (host: KernelHost, data: Record<string, unknown>) => void): Display {
  const raw = (contentType: string, content: string | Uint8Array): void => {
    const value = typeof content === "string" ? content : Buffer.from(content).toString("base64");
    const isText = contentType === "text/plain";
    const words = isText ? {} : { "text/plain": `(an output of ${contentType})` };
    send(ofHost("display an output"), { ...words, [contentType]: value });
  };
  const as = (contentType: string) => (content: string | Uint8Array) => raw(contentType, content);
  return {
    javascript: as("application/javascript"),
    html: as("text/html"),
    markdown: as("text/markdown"),
    latex: as("text/latex"),
    svg: as("image/svg+xml"),
    png: as("image/png"),
    jpeg: as("image/jpeg"),
    gif: as("image/gif"),
    pdf: as("application/pdf"),
    text: as("text/plain"),
    raw,
  };
}

function versionOf(name: string): string {
  const path = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return String(JSON.parse(readFileSync(path, "utf8")).version);
}
