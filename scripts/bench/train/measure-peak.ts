import { type SideName, sideNames } from "./measure-row.ts";
import { type Starter, withSides } from "./sides.ts";

/** The side of the square matrices: large enough that the product takes all that the processor has. */
const SIZE = 2048;

/** How fast each side multiplies large float32 matrices, in operations a second; the faster is the machine's peak. */
export interface Peak {
  readonly rates: Partial<Record<SideName, number>>;
  readonly best: number;
}

/** Measures the machine's peak, the sides in turns. */
export function measurePeak(starter: Starter, count: number): Promise<Peak> {
  return withSides(sideNames.slice(0, 2), starter, async (contestants) => {
    const best = new Map<SideName, number>();
    for (let round = 0; round < 3; round++) {
      for (const { name, side } of contestants) {
        const request = { do: "multiply", size: SIZE, count, threads: starter.threads };
        const fastest = Math.min(...(await side.askNumbers(request, "milliseconds")));
        best.set(name, Math.min(fastest, best.get(name) ?? Number.POSITIVE_INFINITY));
      }
    }
    const rates = Object.fromEntries([...best].map(([name, time]) => [name, (2 * SIZE ** 3 * 1000) / time]));
    return { rates, best: Math.max(...Object.values(rates)) };
  });
}
