import { writeFileSync } from "node:fs";
import { createRandom, type Random } from "../../../lib/random/index.ts";
import { inputShapes, type Task } from "./task.ts";

/** How many batches a file has; both sides go round them, so that each step has another one. */
const BATCHES = 16;

/** The label of a position that is not to be predicted. */
const IGNORED = -1;

/** Writes the batches of a task to a file of int32, from which both sides read them: random ids, the same in every run. */
export function writeBatches(task: Task, path: string, count = BATCHES): void {
  writeFileSync(path, batchesOf(task, count));
}

/** The batches of a task, one after the other. */
export function batchesOf(task: Task, count: number): Int32Array {
  const random = createRandom(20260104);
  const batches = Array.from({ length: count }, () => batchOf(task, random));
  return Int32Array.from(batches.flat());
}

function batchOf(task: Task, random: Random): number[] {
  const { vocabulary, kind } = task;
  const [size = 0, ...others] = inputShapes(task).map((shape) => shape.reduce((product, axis) => product * axis, 1));
  const draw = (count: number) => Array.from({ length: count }, () => random.integer(vocabulary));
  if (kind !== "bert") return [draw(size), ...others.map(draw)].flat();
  const tokens = draw(size);
  // As in the paper, 15 in 100 are to be found again; a position without a label is the usual case.
  const chosen = tokens.map(() => random.uniform() < 0.15);
  const ids = tokens.map((token, at) => (chosen[at] ? 0 : token));
  return [...ids, ...tokens.map((token, at) => (chosen[at] ? token : IGNORED))];
}

/** Cuts batches of a text, each sequence from a random place: the ids and, as labels, those one place further. */
export function textBatches(
  ids: ArrayLike<number>,
  { count, batch, length, random }: { count: number; batch: number; length: number; random: Random },
): Int32Array {
  if (ids.length <= length) throw new RangeError(`Cannot cut ${length + 1} ids out of ${ids.length}`);
  const size = batch * length;
  const cut = new Int32Array(count * 2 * size);
  for (let at = 0; at < count; at++) {
    for (let row = 0; row < batch; row++) {
      const from = random.integer(ids.length - length);
      for (let place = 0; place < length; place++) {
        const to = at * 2 * size + row * length + place;
        cut[to] = ids[from + place] ?? 0;
        cut[to + size] = ids[from + place + 1] ?? 0;
      }
    }
  }
  return cut;
}
