import type { Fonts } from "./font.ts";
import { ascent, descent } from "./font.ts";
import { pathPoints } from "./path.ts";
import type { Box } from "./transform.ts";
import { boxAround, compose, identity, parseTransform, transformBox, union } from "./transform.ts";

/** A character that the font lacks is drawn as this box, and measured as it. */
export const missingCharacter = "□";

/** Elements that hold things to be referred to, not to be seen. */
const unseen = new Set(["defs", "clippath", "style", "title", "metadata"]);

/**
 * Measures SVG elements, which jsdom does not: text by the widths of the font, shapes by their coordinates, groups by
 * what is in them. Plotly decides by these boxes where labels, legends and margins go.
 */
export function createGeometry(fonts: Fonts) {
  /** Gives the box of an element in its own coordinates, before its own transform. */
  function boundingBox(element: Element): Box {
    const tag = element.tagName.toLowerCase();
    if (unseen.has(tag)) {
      return union([]);
    }
    switch (tag) {
      case "text":
        return textBox(element, fonts);
      case "path":
        return boxAround(pathPoints(element.getAttribute("d") ?? ""));
      case "rect":
      case "image":
        return {
          x: numberOf(element, "x"),
          y: numberOf(element, "y"),
          width: numberOf(element, "width"),
          height: numberOf(element, "height"),
        };
      default:
        return union(
          Array.from(element.children, (child) =>
            transformBox(parseTransform(child.getAttribute("transform")), boundingBox(child)),
          ),
        );
    }
  }

  /** Gives the box of an element on the page: every transform around it is applied. */
  function pageBox(element: Element): Box {
    let matrix = identity;
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      matrix = compose(parseTransform(at.getAttribute("transform")), matrix);
    }
    return transformBox(matrix, boundingBox(element));
  }

  return { boundingBox, pageBox };
}

function numberOf(element: Element, attribute: string): number {
  return Number.parseFloat(element.getAttribute(attribute) ?? "0") || 0;
}

/** Plotly writes one line as the text itself, several as one `tspan.line` each. */
function textBox(text: Element, fonts: Fonts): Box {
  const lines = Array.from(text.children).filter((child) => child.classList.contains("line"));
  const size = fontSize(text, 12);
  const lengths = (lines.length > 0 ? lines : [text]).map((line) => textLength(line, size, isBold(text), fonts));
  const width = Math.max(...lengths);
  const anchor = property(text, "text-anchor");
  const before = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
  const lineHeight = 1.3;
  return {
    x: numberOf(text, "x") - before,
    y: numberOf(text, "y") - ascent * size,
    width,
    height: width === 0 ? 0 : (ascent + descent + lineHeight * (lengths.length - 1)) * size,
  };
}

function textLength(node: Node, size: number, bold: boolean, fonts: Fonts): number {
  let length = 0;
  for (const child of Array.from(node.childNodes)) {
    if (isElement(child)) {
      length += textLength(child, fontSize(child, size), bold || isBold(child), fonts);
    } else {
      const font = bold ? fonts.bold : fonts.regular;
      for (const character of child.textContent ?? "") {
        const drawn = font.has(character.codePointAt(0) ?? 0) ? character : missingCharacter;
        length += size * font.advance(drawn.codePointAt(0) ?? 0);
      }
    }
  }
  return length;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

/** Reads a property where plotly puts it: in the style, or as an attribute. */
function property(element: Element, name: string): string | null {
  const inStyle = element.getAttribute("style")?.match(new RegExp(`(?:^|[;\\s])${name}:\\s*([^;]+)`));
  return inStyle?.[1] ?? element.getAttribute(name);
}

function fontSize(element: Element, inherited: number): number {
  const value = property(element, "font-size");
  const size = Number.parseFloat(value ?? "");
  if (Number.isNaN(size)) {
    return inherited;
  }
  return value?.trim().endsWith("%") ? (inherited * size) / 100 : size;
}

function isBold(element: Element): boolean {
  return /^(bold|[6-9]00)$/.test(property(element, "font-weight")?.trim() ?? "");
}
