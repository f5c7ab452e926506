import { type Effort, measureTask, type SideResult } from "./measure-row.ts";
import { smallGpt } from "./rows.ts";
import { type Starter, withSides } from "./sides.ts";

/** How the time and the memory of a step grow with one size of the small GPT, the others as they are. */
export interface Growth {
  readonly axis: "width" | "layers" | "length" | "batch";
  readonly points: readonly {
    readonly value: number;
    readonly ours: SideResult;
    readonly eager: SideResult | undefined;
  }[];
}

/** Doublings around the small GPT. */
export const growthAxes = {
  width: [64, 128, 256, 512],
  layers: [1, 2, 4, 8],
  length: [32, 64, 128, 256],
  batch: [3, 6, 12, 24],
} as const;

/** Measures a GPT step at the sizes of one axis, ours and PyTorch eager in turns. */
export async function measureGrowth(axis: Growth["axis"], starter: Starter, effort: Effort): Promise<Growth> {
  const points: Growth["points"][number][] = [];
  for (const value of growthAxes[axis]) {
    const task = { kind: "gpt" as const, ...smallGpt, [axis]: value };
    const { ours, eager } = await withSides(["ours", "eager"], starter, (contestants) =>
      measureTask(task, contestants, { folder: starter.folder, effort, compared: false }),
    );
    if (ours === undefined) throw new Error(`Cannot measure how a step grows with ${axis}: ours was not measured`);
    points.push({ value, ours, eager });
  }
  return { axis, points };
}
