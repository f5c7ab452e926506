import type { Segmentation } from "../pipeline/parts.ts";
import { root } from "./trie.ts";
import type { UnigramTables } from "./unigram.ts";

let best = new Float64Array(256);
let starts = new Int32Array(256);
let ids = new Int32Array(256);

/**
 * Finds the most probable way to cut a text (Viterbi, 1967): for every place the best path that ends there, from left
 * to right. A character that no piece spells costs the unknown score, and has the id -1.
 *
 * The time is the length of the text times the length of the longest piece.
 */
export function findBestPath(tables: UnigramTables, text: string): Segmentation {
  const { length } = text;
  if (starts.length <= length) {
    best = new Float64Array(2 * length);
    starts = new Int32Array(2 * length);
    ids = new Int32Array(2 * length);
  }
  fillPaths(tables, text);
  let count = 0;
  for (let end = length; end > 0; end = starts[end] ?? 0) count++;
  const path = { ids: new Int32Array(count), starts: new Int32Array(count), ends: new Int32Array(count) };
  for (let end = length; end > 0; end = starts[end] ?? 0) {
    count--;
    path.ids[count] = ids[end] ?? 0;
    path.starts[count] = starts[end] ?? 0;
    path.ends[count] = end;
  }
  return path;
}

/** Fills in the score, the last piece and its beginning for the best path to every place. */
function fillPaths({ trie, scores, unknownScore, singlePrecision }: UnigramTables, text: string): void {
  const { codes, base, check, values } = trie;
  const { length } = text;
  starts.fill(-1, 0, length + 1);
  best[0] = 0;
  for (let start = 0; start < length; ) {
    const here = best[start] ?? 0;
    const unit = text.charCodeAt(start);
    const isPair = (unit & 0xfc00) === 0xd800 && (text.charCodeAt(start + 1) & 0xfc00) === 0xdc00;
    const next = start + (isPair ? 2 : 1);
    let spelled = false;
    let node = root;
    for (let end = start; end < length; ) {
      const code = codes[text.charCodeAt(end)] ?? 0;
      const child = (base[node] ?? 0) + code;
      if (code === 0 || check[child] !== node) break;
      node = child;
      end++;
      const id = values[node] ?? -1;
      if (id === -1) continue;
      const score = (scores[id] ?? 0) + here;
      if (starts[end] === -1 || score > (best[end] ?? 0)) {
        best[end] = singlePrecision ? Math.fround(score) : score;
        starts[end] = start;
        ids[end] = id;
      }
      if (end === next) spelled = true;
    }
    if (!spelled) {
      const score = unknownScore + here;
      if (starts[next] === -1 || score > (best[next] ?? 0)) {
        best[next] = singlePrecision ? Math.fround(score) : score;
        starts[next] = start;
        ids[next] = -1;
      }
    }
    start = next;
  }
}
