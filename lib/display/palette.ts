/**
 * Colours for series that stay apart for colour-blind eyes too, on white, without the yellow that white swallows.
 * Okabe and Ito, "Color Universal Design", 2008.
 */
export const seriesColors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"] as const;

/** Six dashes against seven colours and markers: 42 series pass before a combination comes back. */
const dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"] as const;

const markers = ["circle", "square", "diamond", "triangle-up", "x", "cross", "star"] as const;

const patterns = ["", "/", "x", ".", "\\", "-", "+", "|"] as const;

/**
 * The scale of the heatmaps, at eighths from the lowest to the highest value: cividis, which looks nearly the same to
 * colour-blind eyes and keeps its order in grey. Nuñez, Anderton and Renslow, PLoS ONE 13(7), 2018.
 */
const cividis = ["#00204C", "#05356E", "#404D6B", "#60636E", "#7C7B76", "#9B9477", "#BCAE6E", "#DFCA5D", "#FFE945"];

/** The scale of the heatmaps as plotly writes it: pairs of a place from 0 to 1 and a colour. */
export const heatmapScale = cividis.map((color, index): [number, string] => [index / (cividis.length - 1), color]);

/**
 * Says whether black or white is easier to read on the heatmap's colour at a place from 0 to 1. The better of the two
 * always has a contrast of 4.5 or more (Web Content Accessibility Guidelines 2.2, 1.4.3).
 */
export function inkOn(place: number): "#000" | "#fff" {
  const position = Math.max(0, Math.min(1, place)) * (cividis.length - 1);
  const below = Math.min(Math.floor(position), cividis.length - 2);
  const share = position - below;
  const from = channels(cividis[below] ?? "");
  const to = channels(cividis[below + 1] ?? "");
  const luminance = [0.2126, 0.7152, 0.0722].reduce(
    (sum, weight, channel) => sum + weight * linear((1 - share) * (from[channel] ?? 0) + share * (to[channel] ?? 0)),
    0,
  );
  return luminance > 0.179 ? "#000" : "#fff";
}

function channels(color: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16) / 255);
}

/** Turns a channel of sRGB into an amount of light. */
function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** How one series is told from the others: by its colour, and without it by its dash, its marker or its pattern. */
export interface SeriesStyle {
  readonly color: string;
  readonly dash: string;
  readonly marker: string;
  readonly pattern: string;
}

/** Gives the series with this index its style. */
export function seriesStyle(index: number): SeriesStyle {
  return {
    color: seriesColors[index % seriesColors.length] ?? seriesColors[0],
    dash: dashes[index % dashes.length] ?? dashes[0],
    marker: markers[index % markers.length] ?? markers[0],
    pattern: patterns[index % patterns.length] ?? patterns[0],
  };
}
