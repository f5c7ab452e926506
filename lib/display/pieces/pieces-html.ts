import { escapeHtml } from "../escape-html.ts";
import { seriesColors } from "../palette.ts";
import type { ShownPieces, ShownRow } from "./token-pieces.ts";

/** The looks of neighbouring boxes: an edge that shows on light and on dark pages, and its tint, for black letters. */
const looks = seriesColors.slice(0, 3).map((edge) => ({ edge, fill: tintOf(edge) }));

/** What all pieces of a row have in common stands here once: the boxes are many, and each repeats its own style. */
const rowStyle = "color: #111; line-height: 1.5; white-space: pre-wrap";

/**
 * Writes rows of pieces as HTML that passes JupyterLab's sanitiser too, which keeps the `style` of an element but
 * neither `<style>` nor `role` nor `aria-label`: the text alternative is one that everybody can unfold. The rows are no
 * `<dl>`: JupyterLab floats the names of one to the left, and rows of another height then end up beside them.
 */
export function piecesHtml({ title, rows }: ShownPieces, text: string): string {
  return [
    '<figure style="margin: 0">',
    ...(title === "" ? [] : [`<figcaption><b>${escapeHtml(title)}</b></figcaption>`]),
    ...rows.map(rowHtml),
    "<details><summary>As text</summary>",
    `<pre style="white-space: pre-wrap">${escapeHtml(text)}</pre></details>`,
    "</figure>",
  ].join("\n");
}

function rowHtml({ name, pieces, count }: ShownRow): string {
  const boxes = pieces.map((piece, index) => box(piece, index));
  const more = count - pieces.length;
  return [
    `<div style="margin: 6px 0 2px">${escapeHtml(name)} (${count})</div>`,
    `<div dir="ltr" style="${rowStyle}">${boxes.join("")}</div>`,
    ...(more > 0 ? [`<div>… and ${more} more pieces</div>`] : []),
  ].join("");
}

function box({ text, id, note }: ShownRow["pieces"][number], index: number): string {
  const { edge, fill } = looks[index % looks.length] ?? { edge: "#111", fill: "#fff" };
  const style =
    `display: inline-block; vertical-align: top; max-width: 100%; margin: 1px; padding: 0 3px; ` +
    `border: 1px solid ${edge}; border-radius: 3px; background-color: ${fill}; text-align: center; overflow-wrap: break-word`;
  const below = [id, note].filter((line) => line !== "").map((line) => `<br><small>${escapeHtml(line)}</small>`);
  return `<span style="${style}"><bdi>${escapeHtml(text)}</bdi>${below.join("")}</span>`;
}

/** Mixes a colour with four parts of white. */
function tintOf(color: string): string {
  const channel = (start: number) => Math.round((Number.parseInt(color.slice(start, start + 2), 16) + 4 * 255) / 5);
  return `#${[1, 3, 5].map((start) => channel(start).toString(16).padStart(2, "0")).join("")}`;
}
