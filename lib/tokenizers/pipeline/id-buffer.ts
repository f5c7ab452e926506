import type { IdList } from "./parts.ts";

/** A list of ids in a typed array that doubles when it is full. */
export interface IdBuffer extends IdList {
  /** Copies the ids out. */
  toArray(): Int32Array;
}

export function createIdBuffer(expected: number): IdBuffer {
  let ids = new Int32Array(Math.max(16, expected));
  let count = 0;
  return {
    push: (id) => {
      if (count === ids.length) {
        const larger = new Int32Array(2 * count);
        larger.set(ids);
        ids = larger;
      }
      ids[count++] = id;
    },
    toArray: () => ids.slice(0, count),
  };
}
