import { extent } from "../extent.ts";

/** An affine map as SVG writes it: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** An upright rectangle. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** Gives the map that does `inner` first and `outer` after it. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** Reads an SVG `transform` attribute: `translate`, `rotate`, `scale` and `matrix`, in any number. */
export function parseTransform(attribute: string | null): Matrix {
  let result = identity;
  for (const [, name = "", list = ""] of (attribute ?? "").matchAll(/(\w+)\s*\(([^)]*)\)/g)) {
    result = compose(
      result,
      step(
        name,
        list
          .split(/[\s,]+/)
          .filter(Boolean)
          .map(Number),
      ),
    );
  }
  return result;
}

function step(name: string, [p = 0, q, r, s = 1, t = 0, u = 0]: number[]): Matrix {
  switch (name) {
    case "translate":
      return [1, 0, 0, 1, p, q ?? 0];
    case "scale":
      return [p, 0, 0, q ?? p, 0, 0];
    case "rotate": {
      const angle = (p * Math.PI) / 180;
      const turn: Matrix = [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
      const [x, y] = [q ?? 0, r ?? 0];
      return compose(compose([1, 0, 0, 1, x, y], turn), [1, 0, 0, 1, -x, -y]);
    }
    case "matrix":
      return [p, q ?? 0, r ?? 0, s, t, u];
    default:
      throw new Error(`Cannot read the SVG transform "${name}": translate, rotate, scale and matrix are known`);
  }
}

/** Gives the upright rectangle around a transformed rectangle. */
export function transformBox([a, b, c, d, e, f]: Matrix, { x, y, width, height }: Box): Box {
  const corners = [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ].map(([px = 0, py = 0]) => [a * px + c * py + e, b * px + d * py + f]);
  return boxAround(corners);
}

/** Gives the upright rectangle around points; an empty one at the origin if there are none. */
export function boxAround(points: readonly (readonly number[])[]): Box {
  if (points.length === 0) {
    return { x: 0, y: 0, width: 0, height: 0 };
  }
  const horizontal = extent(points.map(([x = 0]) => x));
  const vertical = extent(points.map(([, y = 0]) => y));
  return {
    x: horizontal.min,
    y: vertical.min,
    width: horizontal.max - horizontal.min,
    height: vertical.max - vertical.min,
  };
}

/** Gives the upright rectangle around rectangles. Empty ones do not count. */
export function union(boxes: readonly Box[]): Box {
  return boxAround(
    boxes
      .filter(({ width, height }) => width > 0 || height > 0)
      .flatMap(({ x, y, width, height }) => [
        [x, y],
        [x + width, y + height],
      ]),
  );
}
