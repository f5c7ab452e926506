// Draws the kernel's logos anew from the SVG file beside them: node scripts/llmlab/draw-logos.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { repositoryRoot } from "../setup/context.mjs";
import { logoFolder } from "./kernelspec-files.mjs";

const folder = join(repositoryRoot, logoFolder);
const svg = readFileSync(join(folder, "logo-svg.svg"), "utf8");
for (const size of [32, 64]) {
  const picture = new Resvg(svg, { fitTo: { mode: "width", value: size }, font: { loadSystemFonts: false } });
  writeFileSync(join(folder, `logo-${size}x${size}.png`), picture.render().asPng());
}
