import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** What is known about one font file: enough to lay out text without drawing it. */
export interface Font {
  /** How far a character moves the pen, in units of the font size. */
  advance(codePoint: number): number;
  /** Whether the font can draw a character. */
  has(codePoint: number): boolean;
}

/** The two weights in which plotly writes. */
export interface Fonts {
  readonly regular: Font;
  readonly bold: Font;
}

/** The family that every text is drawn in, on every machine: pictures then have the same bytes everywhere. */
export const fontFamily = "DejaVu Sans";

/** How far a line of text reaches above and below its baseline, in units of the font size. */
export const ascent = 0.928;
export const descent = 0.236;

const require = createRequire(import.meta.url);

/** Gives the paths of the font's files: the regular and the bold one. */
export function fontFiles(): [regular: string, bold: string] {
  return [
    require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
    require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
  ];
}

let loaded: Fonts | undefined;

/** Reads what text layout needs of both font files, once per process. */
export function loadFonts(): Fonts {
  if (loaded === undefined) {
    const [regular, bold] = fontFiles();
    loaded = { regular: readFont(regular), bold: readFont(bold) };
  }
  return loaded;
}

/**
 * Reads the widths of a TrueType font: the tables `cmap`, `hhea`, `hmtx` and `head` of the OpenType specification.
 * Kerning is left out; it changes the length of a label by less than a hundredth.
 */
function readFont(path: string): Font {
  const file = readFileSync(path);
  const tables = tableOffsets(file);
  const unitsPerEm = file.readUInt16BE(tables("head") + 18);
  const metricCount = file.readUInt16BE(tables("hhea") + 34);
  const metrics = tables("hmtx");
  const glyphOf = readCharacterMap(file, tables("cmap"));
  return {
    has: (codePoint) => glyphOf(codePoint) !== 0,
    advance(codePoint) {
      const metric = Math.min(glyphOf(codePoint), metricCount - 1);
      return file.readUInt16BE(metrics + 4 * metric) / unitsPerEm;
    },
  };
}

function tableOffsets(file: Buffer): (tag: string) => number {
  const offsets = new Map<string, number>();
  const count = file.readUInt16BE(4);
  for (let index = 0; index < count; index++) {
    const record = 12 + 16 * index;
    offsets.set(file.toString("latin1", record, record + 4), file.readUInt32BE(record + 8));
  }
  return (tag) => {
    const offset = offsets.get(tag);
    if (offset === undefined) {
      throw new Error(`Cannot read the font: it has no table "${tag}"; a TrueType file has one`);
    }
    return offset;
  };
}

/** Reads subtable format 12, which maps ranges of code points to ranges of glyphs. Glyph 0 stands for "missing". */
function readCharacterMap(file: Buffer, cmap: number): (codePoint: number) => number {
  const count = file.readUInt16BE(cmap + 2);
  for (let index = 0; index < count; index++) {
    const subtable = cmap + file.readUInt32BE(cmap + 4 + 8 * index + 4);
    if (file.readUInt16BE(subtable) === 12) {
      return (codePoint) => {
        const groups = file.readUInt32BE(subtable + 12);
        for (let group = 0; group < groups; group++) {
          const record = subtable + 16 + 12 * group;
          if (codePoint <= file.readUInt32BE(record + 4)) {
            const first = file.readUInt32BE(record);
            return codePoint < first ? 0 : file.readUInt32BE(record + 8) + codePoint - first;
          }
        }
        return 0;
      };
    }
  }
  throw new Error("Cannot read the font: it has no character map of format 12; another version of the font may have");
}
