import { fontFamily, fontFiles, loadFonts } from "./font.ts";
import { missingCharacter } from "./geometry.ts";
import { encodeIndexedPng } from "./indexed-png.ts";

/** Draws an SVG text as PNG, a pixel per unit, with the package's own font only. */
export async function rasterize(svg: string): Promise<Buffer> {
  const { Resvg } = await import("@resvg/resvg-js");
  const image = new Resvg(drawable(svg), {
    background: "white",
    font: {
      fontFiles: fontFiles(),
      loadSystemFonts: false,
      defaultFontFamily: fontFamily,
    },
  });
  const { width, height, pixels } = image.render();
  return encodeIndexedPng({ width, height, data: pixels });
}

/** Adapts the SVG to resvg: the one font that there is, hard edges in heatmaps, a box for characters without a form. */
function drawable(svg: string): string {
  const font = loadFonts().regular;
  return svg
    .replace(/font-family:[^;"]*/g, `font-family: ${fontFamily}`)
    .replace(/image-rendering:\s*pixelated/g, "image-rendering: optimizeSpeed")
    .replace(/>[^<]+</g, (text) =>
      Array.from(text, (character) => (font.has(character.codePointAt(0) ?? 0) ? character : missingCharacter)).join(
        "",
      ),
    );
}
